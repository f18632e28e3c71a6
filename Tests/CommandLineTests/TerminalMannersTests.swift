import Foundation
import TestSupport
import Testing

/// What the workbench makes of odd keys and of signals, in a real terminal.
@Suite(.enabled(if: Terminal.isAvailable, "needs tmux"))
struct TerminalMannersTests {
  let place: Workplace
  let terminal: Terminal

  init() throws {
    place = try Workplace(imageCount: 6)
    terminal = try Terminal(in: place)
    // As many set it for good, though tmux sends other sequences than this entry names.
    try terminal.enter("stty -a > before; TERM=xterm-256color \"$fqvit\" model images --calibration calibration; echo code $?")
    try terminal.waitFor("the first accuracy") { $0.contains("top-1 ") && $0.contains("agreement 100.0 %") }
  }

  private static func cursorRow(_ screen: String) -> Substring? {
    screen.split(separator: "\n").first { $0.contains("►") }?.drop { $0 != "►" }.prefix(20)
  }

  /// Sends all of it at once, as a terminal does.
  private func send(_ sequence: String) throws {
    try terminal.tmux("set-buffer", sequence)
    try terminal.tmux("paste-buffer", "-r", "-t", "t")
  }

  private func leave() throws {
    try terminal.press("q")
    try terminal.waitFor("the exit code") { $0.contains("code 0\n") }
  }

  @Test func `Home and End go to the ends in every encoding`() throws {
    let first = Self.cursorRow(try terminal.screen())
    try terminal.press("Home")
    let top = Self.cursorRow(try terminal.waitFor("the first row") { Self.cursorRow($0) != first })
    for (end, home) in [
      ("\u{1B}[F", "\u{1B}[H"), ("\u{1B}OF", "\u{1B}OH"), ("\u{1B}[4~", "\u{1B}[1~"), ("\u{1B}[8~", "\u{1B}[7~"),
      ("\u{1B}[1;5F", "\u{1B}[1;5H"),
    ] {
      try send(end)
      try terminal.waitFor("the last row by \(end.debugDescription)", seconds: 20) {
        Self.cursorRow($0)?.contains("logits") == true
      }
      try send(home)
      try terminal.waitFor("the first row by \(home.debugDescription)", seconds: 20) { Self.cursorRow($0) == top }
    }
    try terminal.press("End")
    try terminal.waitFor("the last row by tmux's own key") { Self.cursorRow($0)?.contains("logits") == true }
    try leave()
  }

  @Test func `Unknown sequences and pasted text press nothing`() throws {
    let configuration = "PTS 5/5, LIS 2/2"
    #expect(try terminal.screen().contains(configuration))
    for sequence in [
      "\u{1B}[97;5u", "\u{1B}[?1;2c", "\u{1B}]11;rgb:ffff/0000/ffff\u{1B}\\", "\u{1B}[1;9p", "\u{1B}[I", "\u{1B}P1$rpff\u{1B}\\",
    ] {
      try send(sequence)
    }
    try terminal.tmux("set-buffer", "pfb3\nfpq\n")
    try terminal.tmux("paste-buffer", "-p", "-t", "t")
    let screen = try terminal.waitFor("the notice") { $0.contains("pasted text goes into a line only") }
    #expect(screen.contains(configuration), "no quantizer was changed")
    try terminal.press("/")
    try terminal.tmux("set-buffer", "norm1\n")
    try terminal.tmux("paste-buffer", "-p", "-t", "t")
    try terminal.waitFor("the pasted filter") { $0.contains("norm1") && !$0.contains("norm2") }
    try terminal.press("Escape")
    // Else the two keys, together in one read, would be Alt-q.
    try terminal.waitFor("all rows again") { $0.contains("norm2") }
    try leave()
  }

  @Test(arguments: [("QUIT", 131), ("USR1", 138), ("ALRM", 142), ("SEGV", 139), ("ABRT", 134), ("RTMIN", 162)])
  func `A signal gives the terminal back`(signal: String, exitCode: Int) throws {
    let shell = try terminal.tmux("display-message", "-p", "-t", "t", "#{pane_pid}").output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let sent = try Program.run(executable: "/bin/sh", arguments: ["-c", "pkill -\(signal) -P \(shell) -x fqvit"])
    #expect(sent.exitCode == 0)
    let screen = try terminal.waitFor("exit code \(exitCode)") { $0.contains("code \(exitCode)\n") }
    let isCrash = ["SEGV", "ABRT"].contains(signal)
    #expect(screen.contains("fqvit: the program crashed (SIG\(signal)); please report it") == isCrash, "\(screen)")
    #expect(try !terminal.isAlternate())
    try terminal.enter("stty -a > after; echo usable $((40 + 2))")
    try terminal.waitFor("a usable prompt") { $0.contains("usable 42") }
    #expect(try place.read("before") == place.read("after"))
    let flags = try terminal.tmux("display-message", "-p", "-t", "t", "#{cursor_flag} #{mouse_any_flag}").output
    #expect(flags == "1 0\n")
  }
}

/// The workbench on a terminal that nobody reads any more.
struct UnreadTerminalTests {
  /// - Parameter number: a signal; 0 for the key q.
  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, 0]) func `It ends all the same`(number: Int32) throws {
    let place = try Workplace(imageCount: 6)
    let terminal = try PseudoTerminal(columns: 200, rows: 60)
    let modes = terminal.modes
    let program = try Program.start(
      ["model", "images", "--calibration", "calibration"], in: place.folder.url.path, terminal: terminal.path,
      environment: ["TERM": "xterm-256color"])
    var shown = ""
    let deadline = ContinuousClock.now + .seconds(120)
    // Of figures that change only the digits that do are written, so nothing longer can be waited for.
    while !shown.contains("top-1"), ContinuousClock.now < deadline { shown += terminal.output() }
    let isEvaluated = shown.contains("top-1")
    #expect(isEvaluated)
    // More than the terminal holds, from here on unread.
    for _ in 0..<20 { terminal.write("12345") }
    usleep(500_000)
    if number == 0 { terminal.write("q") } else { kill(program, number) }
    let end = try #require(Program.wait(for: program, seconds: 60), "the program has not ended")
    #expect(number == 0 ? end == .exitCode(0) : end == .signal(number) || end == .exitCode(128 + number))
    #expect(terminal.modes == modes)
    let rest = terminal.output()
    let isLeft = rest.contains("\u{1B}[?1049l")
    #expect(isLeft, "the alternate screen is left; the last bytes are \(rest.suffix(300).debugDescription)")
  }
}
