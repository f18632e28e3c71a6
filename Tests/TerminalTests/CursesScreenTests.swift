import CursesTerminal
import Foundation
import Terminal
import Testing

/// Each test drives a screen in a process of its own, on a terminal of its own, and looks at the terminal afterwards.
@Suite(.serialized) struct CursesScreenTests {
  private static let environment = ["TERM": "xterm-256color"]

  @MainActor private static func openScreen(_ path: String) throws -> CursesScreen {
    PseudoTerminal.use(path)
    let screen = try CursesScreen(environment: environment, glyphs: .braille)
    var frame = CellBuffer(size: screen.size)
    frame.write("picture", x: 0, y: 0, style: Style(bold: true))
    screen.present(frame)
    return screen
  }

  private func expectRestored(_ output: String, _ location: SourceLocation = #_sourceLocation) {
    #expect(output.contains("\u{1B}[?1049h") && output.contains("picture"), sourceLocation: location)
    let last = output.range(of: "picture", options: .backwards).map { output[$0.upperBound...] } ?? ""
    // ncurses turns the mouse off as ?1006;1000l, the crash handler in two sequences.
    for sequence in ["\u{1B}[?1049l", "1000l", "\u{1B}[?25h", "\u{1B}[?1l"] {
      #expect(
        last.contains(sequence), "\(sequence.debugDescription) in \(last.debugDescription)", sourceLocation: location)
    }
  }

  @Test func quittingGivesTheTerminalBack() async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let modes = terminal.modes
    let path = terminal.path
    await #expect(processExitsWith: .exitCode(7)) { [path = path as String] in
      try await MainActor.run {
        let screen = try Self.openScreen(path)
        guard screen.size == Size(width: 20, height: 4), screen.nextKey() == nil else { exit(1) }
        screen.restore()
        screen.restore()
        exit(7)
      }
    }
    expectRestored(terminal.output())
    #expect(terminal.modes == modes)
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP])
  func crashesGiveTheTerminalBack(number: Int32) async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let modes = terminal.modes
    let path = terminal.path
    await #expect(processExitsWith: .signal(number)) { [path = path as String, number = number as Int32] in
      try await MainActor.run {
        _ = try Self.openScreen(path)
        // This thread may have blocked the signal, so another one may get it a little later.
        kill(getpid(), number)
        sleep(20)
        exit(0)
      }
    }
    expectRestored(terminal.output())
    #expect(terminal.modes == modes)
  }

  @Test func exitingElsewhereGivesTheTerminalBack() async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let modes = terminal.modes
    let path = terminal.path
    await #expect(processExitsWith: .exitCode(5)) { [path = path as String] in
      try await MainActor.run {
        _ = try Self.openScreen(path)
        exit(5)
      }
    }
    expectRestored(terminal.output())
    #expect(terminal.modes == modes)
  }

  @Test func signalsToEndArriveAsKeysAndTheSecondForces() async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let path = terminal.path
    await #expect(processExitsWith: .signal(SIGTERM)) { [path = path as String] in
      try await MainActor.run {
        let screen = try Self.openScreen(path)
        kill(getpid(), SIGTERM)
        guard
          InputWaiter(descriptors: screen.inputDescriptors).wait(timeout: .seconds(9)) == [screen.inputDescriptors[1]],
          screen.nextKey() == .signal(SIGTERM), screen.nextKey() == nil
        else { exit(1) }
        kill(getpid(), SIGTERM)
        sleep(20)
        exit(2)
      }
    }
    expectRestored(terminal.output())
  }

  @Test func typedBytesBecomeKeys() async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let path = terminal.path
    terminal.type("aé\u{1A}\u{3}\u{1B}[99;9X\u{1B}OA\u{1B}[<64;3;2M")
    await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
      try await MainActor.run {
        PseudoTerminal.use(path)
        let screen = try CursesScreen(environment: Self.environment, glyphs: .braille)
        let expected: [Key] = [
          .character("a"), .character("é"), .control("z"), .control("c"), .unknown, .up,
          .mouse(MouseEvent(.wheelUp, x: 2, y: 1)),
        ]
        var keys: [Key] = []
        while let key = screen.nextKey() { keys.append(key) }
        screen.restore()
        if keys != expected { print(keys.map(\.description)) }
        exit(keys == expected ? 0 : 1)
      }
    }
  }

  @Test func withoutATerminalTheErrorSaysSo() async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let path = terminal.path
    await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
      await MainActor.run {
        @MainActor func error(_ name: String) -> TerminalError? {
          do {
            _ = try CursesScreen(environment: ["TERM": name], glyphs: .ascii)
            return nil
          } catch { return error }
        }
        let file = open("/dev/null", O_RDWR)
        dup2(file, STDIN_FILENO)
        guard error("xterm") == .notATerminal else { exit(1) }
        PseudoTerminal.use(path)
        for name in ["", "dumb", "no-such-terminal"] {
          guard error(name) == .unusableTerminal(name: name) else { exit(2) }
        }
        exit(0)
      }
    }
    #expect(terminal.output() == "")
    #expect("\(TerminalError.unusableTerminal(name: "dumb"))".contains("TERM=dumb"))
    #expect("\(TerminalError.notATerminal)".contains("fqvit evaluate"))
  }
}
