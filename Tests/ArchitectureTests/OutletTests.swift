import Foundation
import TestSupport
import Testing

/// What is printed leaves by few doors, which escape what a terminal would obey; this test looks for others.
struct OutletTests {
  /// The files that may write to standard output, standard error or a terminal, and why.
  static let outlets: Set<String> = [
    // The one way out for output and for messages, and what both write with.
    "fqvit/StandardOutput.swift", "fqvit/StandardError.swift", "Tensors/Descriptor.swift",
    // The screen: cells, which hold nothing that a terminal would obey.
    "CursesTerminal/FrameWriter.swift", "CursesTerminal/CursesScreen.swift", "CNcurses/shim.h",
    // The way back from the screen, and what was held of standard error meanwhile.
    "CNcurses/guard.h", "CNcurses/bounded_write.h", "CursesTerminal/TerminalGuard.swift",
    // One line of its own where there is no memory for anything else.
    "CLastWords/shim.h",
    // The other end of a terminal, on which the benchmark types.
    "fqvit/ProgramTerminal.swift",
  ]

  /// Names by which Swift, C and their libraries print, and names of what they print to.
  static let ways: Set<String> = [
    "print", "debugPrint", "dump", "puts", "fputs", "fputc", "putc", "putchar", "putwchar", "fputwc", "fputws", "printf",
    "fprintf", "vprintf", "vfprintf", "dprintf", "vdprintf", "wprintf", "fwprintf", "perror", "psignal", "psiginfo", "warnx",
    "errx", "error_at_line", "NSLog", "NSLogv", "os_log", "Logger", "syslog", "vsyslog", "fwrite",
    "fwrite_unlocked", "putp", "tputs", "writev", "pwrite", "sendfile", "splice",
  ]
  static let targets: Set<String> = [
    "STDOUT_FILENO", "STDERR_FILENO", "stdout", "stderr", "standardOutput", "standardError",
  ]
  static let devices = ["/dev/tty", "/dev/stdout", "/dev/stderr", "/dev/fd", "/dev/console"]

  private static func sources() throws -> [(name: String, lines: [Substring])] {
    let root = SharedData.packageRoot.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    var result: [(String, [Substring])] = []
    for case let file as URL in files! where ["swift", "c", "h"].contains(file.pathExtension) {
      let text = try String(contentsOf: file, encoding: .utf8)
      let name = String(file.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1))
      result.append((name, text.split(separator: "\n", omittingEmptySubsequences: false)))
    }
    return result
  }

  /// A line without its comment.
  private static func code(_ line: Substring) -> Substring {
    guard let comment = line.firstRange(of: "//") else { return line }
    // Two slashes in an address or a path are none.
    return line[..<comment.lowerBound].filter { $0 == "\"" }.count % 2 == 0 ? line[..<comment.lowerBound] : line
  }

  private static func isPartOfAName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  static func findings(in code: Substring) -> [String] {
    var found = devices.filter { code.contains($0) }
    var qualifier = ""
    var rest = code
    while let start = rest.firstIndex(where: isPartOfAName) {
      let before = rest[..<start]
      let name = String(rest[start...].prefix(while: isPartOfAName))
      rest = rest[start...].dropFirst(name.count)
      // A member of something else has a name of its own, but for what a module's name stands before.
      let isMember = before.hasSuffix(".") && !["Swift", "Glibc", "Foundation"].contains(qualifier)
      let argument = rest.hasPrefix("(") ? rest.dropFirst().prefix { !",)".contains($0) } : ""
      if targets.contains(name) || (ways.contains(name) && rest.hasPrefix("(") && !isMember)
        || (["write", "fdopen", "dup2"].contains(name)
          && (["1", "2"].contains(argument) || rest.contains("to: 1)") || rest.contains("to: 2)")))
      {
        found.append(name)
      }
      qualifier = name
    }
    return found
  }

  @Test func `Nothing but the outlets prints`() throws {
    for (name, lines) in try Self.sources() where !Self.outlets.contains(name) {
      for (index, line) in lines.enumerated() {
        let found = Self.findings(in: Self.code(line))
        #expect(found.isEmpty, "\(name):\(index + 1) prints by \(found.joined(separator: ", "))")
      }
    }
  }

  @Test func `Every outlet is there`() throws {
    let sources = try Self.sources()
    for outlet in Self.outlets {
      #expect(sources.contains { $0.name == outlet }, "\(outlet)")
    }
  }

  @Test(arguments: [
    "print(name)", "Swift.dump(x)", "debugPrint(x)", "fputs(text, stderr)", "FileHandle.standardError.write(data)",
    "write(2, bytes, count)", "fopen(\"/dev/tty\", \"w\")", "NSLog(\"%@\", name)", "perror(path)",
    "_ = write(STDOUT_FILENO, bytes, 3)", "Descriptor.write(name, to: 2)",
  ])
  func `The scan finds`(line: String) { #expect(!Self.findings(in: line[...]).isEmpty, "\(line)") }

  @Test(arguments: ["blueprint(x)", "state.print(x)", "let standardErrors = 1", "String(printing: bytes)", "errors(x)"])
  func `The scan leaves alone`(line: String) { #expect(Self.findings(in: line[...]).isEmpty, "\(line)") }
}
