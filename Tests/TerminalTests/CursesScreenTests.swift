import CursesTerminal
import Foundation
import Glibc
import Terminal
import TestSupport
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

  /// Every other signal whose default is to end a program, but for the one that nothing can handle.
  private static let ends = [
    SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGXCPU, SIGXFSZ, SIGPIPE, SIGSTKFLT, SIGSYS,
    34, 50, 64,
  ]

  @Test(arguments: ends) func otherEndsGiveTheTerminalBack(number: Int32) async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let modes = terminal.modes
    let path = terminal.path
    await #expect(processExitsWith: .signal(number)) { [path = path as String, number = number as Int32] in
      try await MainActor.run {
        // Whoever runs the tests may ignore it, as this test's own process does SIGPIPE.
        signal(number, SIG_DFL)
        _ = try Self.openScreen(path)
        kill(getpid(), number)
        sleep(20)
        exit(0)
      }
    }
    expectRestored(terminal.output())
    #expect(terminal.modes == modes)
  }

  @Test func ignoredSignalsStayIgnored() async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let path = terminal.path
    await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
      try await MainActor.run {
        for number in [SIGHUP, SIGUSR1, SIGQUIT, SIGXFSZ] { signal(number, SIG_IGN) }
        let screen = try Self.openScreen(path)
        for number in [SIGHUP, SIGUSR1, SIGQUIT, SIGXFSZ] { kill(getpid(), number) }
        guard InputWaiter(descriptors: screen.inputDescriptors).wait(timeout: .milliseconds(100)).isEmpty,
          screen.nextKey() == nil
        else { exit(1) }
        screen.restore()
        exit(0)
      }
    }
  }

  /// What keeps the program's main thread while nobody reads its terminal.
  enum Stall: Int, CaseIterable, Sendable {
    /// A frame; the program does nothing about the signal.
    case frame
    /// A frame; the program leaves as it does on a signal.
    case farewell
    /// A write that waits, as that of a library would.
    case write
  }

  @Test(arguments: Stall.allCases) func aTerminalThatIsNotReadKeepsNobody(stall: Stall) async throws {
    let terminal = try PseudoTerminal(columns: 200, rows: 60)
    let modes = terminal.modes
    let path = terminal.path
    let start = ContinuousClock.now
    await #expect(processExitsWith: stall == .farewell ? .exitCode(143) : .signal(SIGTERM)) {
      [path = path as String, stall = stall.rawValue as Int] in
      try await MainActor.run {
        let screen = try Self.openScreen(path)
        Thread.detachNewThread {
          for _ in 0..<4 {
            usleep(200_000)
            kill(getpid(), SIGTERM)
            if stall == Stall.farewell.rawValue { break }
          }
        }
        var glyph = 0
        while stall != Stall.write.rawValue {
          glyph += 1
          var frame = CellBuffer(size: screen.size)
          let character = Character(Unicode.Scalar(UInt8(33 + glyph % 90)))
          frame.fill(frame.bounds, with: character, style: Style(bold: glyph % 2 == 0))
          screen.present(frame)
          while stall == Stall.farewell.rawValue, let key = screen.nextKey() {
            guard key == .signal(SIGTERM) else { continue }
            screen.restore()
            exit(128 + SIGTERM)
          }
        }
        let bytes = [UInt8](repeating: 0x78, count: 1 << 20)
        while true { _ = Glibc.write(STDOUT_FILENO, bytes, bytes.count) }
      }
    }
    #expect(ContinuousClock.now - start < .seconds(60))
    let isLeft = terminal.output().contains("\u{1B}[?1049l")
    #expect(isLeft, "the alternate screen is left")
    #expect(terminal.modes == modes)
  }

  @Test func aSignalThatNobodyHandlesEndsTheProgramByItself() async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let modes = terminal.modes
    let path = terminal.path
    await #expect(processExitsWith: .signal(SIGHUP)) { [path = path as String] in
      try await MainActor.run {
        _ = try Self.openScreen(path)
        kill(getpid(), SIGHUP)
        for _ in 0..<60 { sleep(1) }
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
    terminal.type(
      "aé\u{1A}\u{3}\u{1B}[99;9X\u{1B}OA\u{1B}[<64;3;2M\u{1B}[1~\u{1B}OF\u{1B}[1;5H\u{1B}[200~pf\n\u{1B}[A+\u{1B}[201~z")
    await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
      try await MainActor.run {
        PseudoTerminal.use(path)
        let screen = try CursesScreen(environment: Self.environment, glyphs: .braille)
        let expected: [Key] = [
          .character("a"), .character("é"), .control("z"), .control("c"), .unknown, .up,
          .mouse(MouseEvent(.wheelUp, x: 2, y: 1)), .home, .end, .home, .paste("pf [A+"), .character("z"),
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
        for name in ["", "dumb"] {
          guard error(name) == .unusableTerminal(name: name) else { exit(2) }
        }
        guard error("no-such-terminal") == .unknownTerminal(name: "no-such-terminal") else { exit(3) }
        exit(0)
      }
    }
    #expect(terminal.output() == "")
    #expect("\(TerminalError.unusableTerminal(name: "dumb"))".contains("TERM=dumb"))
    #expect("\(TerminalError.notATerminal)".contains("fqvit evaluate"))
    #expect("\(TerminalError.unknownTerminal(name: "a\u{1B}b"))".contains("TERM=a\\u{1B}b"))
    #expect("\(TerminalError.unknownTerminal(name: "ab"))".contains("TERM=xterm-256color fqvit"))
  }

  @Test(arguments: [
    ("xterm-kitty", "", "xterm-256color"), ("xterm-ghostty", "", "xterm-256color"), ("alacritty", "", "xterm-256color"),
    ("foot", "", "xterm-256color"), ("tmux-nonsense", "", "screen-256color"), ("brandnew", "truecolor", "xterm-256color"),
    ("xterm", "truecolor", "xterm-256color"), ("xterm", "", "xterm"),
  ])
  func terminalsThatTheSystemLacksAreDrawnAsTheirFamily(name: String, colors: String, entry: String) async {
    // In a process of its own: ncurses has one current entry.
    await #expect(processExitsWith: .exitCode(0)) {
      [name = name as String, colors = colors as String, entry = entry as String] in
      await MainActor.run {
        // Only the entries that every system has.
        setenv("TERMINFO", "/nonexistent", 1)
        setenv("TERMINFO_DIRS", "/lib/terminfo:/usr/share/terminfo:/etc/terminfo", 1)
        let found = try? TerminalEntry.select(environment: ["TERM": name, "COLORTERM": colors])
        let isInstalled = found == name && name != "xterm"
        exit(found == entry || isInstalled ? 0 : 1)
      }
    }
  }
}
