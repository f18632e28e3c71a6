import Foundation
import TestSupport
import Testing

/// The workbench in a real terminal, key by key.
@Suite(.enabled(if: Terminal.isAvailable, "needs tmux"))
struct TerminalTests {
  let place: Workplace
  let terminal: Terminal

  init() throws {
    place = try Workplace(imageCount: 40)
    terminal = try Terminal(in: place)
  }

  /// Whether the header shows figures, and does not count images on their way any more.
  private static func isFinished(_ screen: String) -> Bool {
    guard let figures = screen.split(separator: "\n").dropFirst().first, figures.contains("top-1 ") else { return false }
    return !figures.contains("/40 ") || figures.contains("40/40 ")
  }

  /// Opens the workbench and waits until the first accuracy is whole.
  private func open(_ options: String = "--calibration calibration") throws {
    try terminal.enter("stty -a > before; \"$fqvit\" model images \(options); echo code $?")
    try terminal.waitFor("the first accuracy") { Self.isFinished($0) }
  }

  /// Waits for the shell and checks that it has its terminal back as it was.
  private func expectEnd(exitCode: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try terminal.waitFor("exit code \(exitCode)") { $0.contains("code \(exitCode)\n") }
    #expect(try !terminal.isAlternate(), sourceLocation: sourceLocation)
    try terminal.enter("stty -a > after; echo usable $((40 + 2))")
    try terminal.waitFor("a usable prompt") { $0.contains("usable 42") }
    #expect(try place.read("before") == place.read("after"), sourceLocation: sourceLocation)
    let cursor = try terminal.tmux("display-message", "-p", "-t", "t", "#{cursor_flag} #{mouse_any_flag}").output
    #expect(cursor == "1 0\n", "cursor shown, mouse given back", sourceLocation: sourceLocation)
  }

  /// Walks until the cursor stands on a row with `name`.
  ///
  /// A step is over when the cursor stands on a row of another name: figures that arrive meanwhile change the screen too.
  private func walk(to name: String) throws {
    for _ in 0..<60 {
      let row = Self.cursorRow(try terminal.screen())
      if let row, row.contains(name) { return }
      try step("Down", from: row)
    }
    Issue.record("no row \(name)")
  }

  private static func cursorRow(_ screen: String) -> Substring? {
    screen.split(separator: "\n").first { $0.contains("►") }?.drop { $0 != "►" }.dropFirst().split(separator: " ").first
  }

  /// Presses a key that moves the cursor and waits until it has left the row.
  private func step(_ key: String, from row: Substring?) throws {
    try terminal.press(key)
    try terminal.waitFor("the cursor to leave \(row ?? "no row")", seconds: 10) { Self.cursorRow($0) != row }
  }

  /// Presses a key and waits until the header tells `part` and the figures of all images.
  private func change(_ key: String, to part: String) throws {
    try terminal.press(key)
    try terminal.waitFor("\(part) with its accuracy") { $0.contains(part) && Self.isFinished($0) }
  }

  @Test func `A whole session`() throws {
    try open()
    let first = try terminal.screen()
    #expect(first.contains("PTS 5/5") && first.contains("LIS 2/2"))
    #expect(first.contains("blocks.0.norm1") && first.contains("error of this site"))

    try walk(to: "norm2")
    try change("p", to: "PTS 4/5")
    try change("u", to: "PTS 5/5")
    try change("p", to: "PTS 4/5")

    try terminal.press(":")
    try terminal.type("go blocks.0.attn")
    try terminal.press("Enter")
    try change("t", to: "LIS 1/2")
    try terminal.press("2")
    try terminal.waitFor("the attention view") { $0.contains("mass to 0") && $0.contains("uniform 8 bit") }

    try terminal.press("?")
    try terminal.waitFor("help") { $0.contains("help") && $0.contains("Escape closes") }
    try terminal.press("Escape")
    try terminal.waitFor("help to close") { !$0.contains("Escape closes") }

    try terminal.press("/")
    try terminal.type("blocks.1 norm")
    try terminal.waitFor("the filtered rows") { $0.contains("blocks.1") && !$0.contains("blocks.0 ") }
    try terminal.press("Escape")
    try terminal.waitFor("all rows") { $0.contains("blocks.0 ") }

    try terminal.press("5")
    try terminal.waitFor("the runs") {
      $0.contains("# what differs") && $0.contains(" 1 as started") && $0.contains(" 2 PTS off ")
        && $0.contains(" 3 float ")
    }

    // A changed configuration is not thrown away unasked.
    try terminal.press("q")
    try terminal.waitFor("the question") { $0.contains("not exported") }
    try terminal.press("n")
    try terminal.waitFor("the question to go") { !$0.contains("not exported") }
    try terminal.press("e")
    try terminal.waitFor("the path") { $0.contains("export to") }
    try terminal.press("C-u")
    try terminal.type("chosen.json")
    try terminal.press("Enter")
    try terminal.waitFor("the file") { $0.contains("chosen.json") && !$0.contains("export to") }
    // The same name once more is asked about, and proposed names count up.
    try terminal.press("e")
    try terminal.waitFor("a free name") { $0.contains("export to fqvit-export-1.json") }
    try terminal.type("chosen.js")
    try terminal.press("Tab", "Enter")
    try terminal.waitFor("the question") { $0.contains("chosen.json exists: overwrite it?") }
    try terminal.press("n")
    try terminal.waitFor("the name again") { $0.contains("export to chosen.json") }
    try terminal.press("Escape")
    try terminal.waitFor("the line to go") { !$0.contains("export to") }
    try terminal.press("q")
    try expectEnd(exitCode: 0)

    // The workbench and the command line agree on what was exported.
    let object = try place.run("evaluate", "model", "images", "--configuration", "chosen.json", "--json").json()
    let exported = try #require(
      try JSONSerialization.jsonObject(with: Data(place.read("chosen.json").utf8)) as? [String: Any])
    let report = try #require(exported["report"] as? [String: Any])
    #expect(object["powersOfTwoScaleSites"] as? Int == 4)
    #expect(object["logIntSoftmaxSites"] as? Int == 1)
    for key in ["images", "top1", "top5", "floatTop1", "agreement"] {
      #expect(object[key] as? Double == report[key] as? Double, "\(key)")
    }
    #expect(exported["configurationDigest"] as? String == object["configurationDigest"] as? String)
  }

  @Test func `An export that cannot be written says so and loses nothing`() throws {
    try open()
    try terminal.press("e")
    try terminal.waitFor("the path") { $0.contains("export to") }
    try terminal.press("C-u")
    try terminal.type("absent/chosen.json")
    try terminal.press("Enter")
    try terminal.waitFor("the reason, and the line for another try") {
      $0.contains("absent/chosen.json cannot be written") && $0.contains("export to absent")
    }
    try terminal.press("Escape")
    try terminal.waitFor("the line to go") { !$0.contains("export to") }
    try terminal.press("C-c")
    try expectEnd(exitCode: 0)
  }

  @Test func `Every size down to nothing useful, during a run`() throws {
    try open()
    try terminal.press("p")
    for (width, height) in [(80, 24), (40, 12), (20, 5), (1, 1), (200, 60)] {
      try terminal.resize(width: width, height: height)
      let size = try terminal.tmux("display-message", "-p", "-t", "t", "#{pane_width}x#{pane_height}").output
      #expect(size == "\(width)x\(height)\n")
      if width >= 40 {
        try terminal.waitFor("the workbench at \(width) × \(height)") { $0.contains("layers") && $0.contains("top-1") }
      } else if width >= 20 {
        try terminal.waitFor("the line for a small terminal") { $0.contains("needs 40×12") }
      }
    }
    try terminal.resize(width: 120, height: 36)
    try terminal.waitFor("the answer") { $0.contains("PTS 4/5") && Self.isFinished($0) && $0.contains("? help") }
    try terminal.press("C-c")
    try terminal.waitFor("the question") { $0.contains("not exported") }
    try terminal.press("y")
    try expectEnd(exitCode: 0)
  }

  @Test(arguments: [("TERM", 143), ("INT", 130), ("HUP", 129)])
  func `A signal during a run gives the terminal back`(signal: String, exitCode: Int) throws {
    try place.repeatImages(of: "images", count: 500)
    try terminal.enter("stty -a > before; \"$fqvit\" model images --calibration calibration; echo code $?")
    try terminal.waitFor("a run in its midst", seconds: 120) {
      $0.contains("top-1 ") && $0.contains("/20,000") && !$0.contains("20,000/20,000")
    }
    // The signal goes to the program itself, which the shell of this terminal started.
    let shell = try terminal.tmux("display-message", "-p", "-t", "t", "#{pane_pid}").output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let sent = try Program.run(executable: "/bin/sh", arguments: ["-c", "pkill -\(signal) -P \(shell) -x fqvit"])
    #expect(sent.exitCode == 0)
    try expectEnd(exitCode: exitCode)
  }

  @Test(arguments: ["q", "C-c"])
  func `Quitting while it calibrates ends the program`(key: String) throws {
    try place.repeatImages(of: "calibration", count: 2000)
    try terminal.enter("stty -a > before; \"$fqvit\" model images --calibration calibration --no-cache; echo code $?")
    try terminal.waitFor("calibration", seconds: 120) { $0.contains("calibrating") }
    try terminal.press(key)
    try expectEnd(exitCode: 0)
  }

  @Test func `Quitting before anything is known ends the program`() throws {
    try terminal.enter("stty -a > before; \"$fqvit\" model images --no-cache --threads 1; echo code $?")
    try terminal.waitFor("the first paint") { $0.contains("fqvit") && !$0.contains("ready>") }
    try terminal.press("q")
    try expectEnd(exitCode: 0)
  }

  @Test func `Control-Z and fg`() throws {
    try terminal.enter("set -m")
    try open()
    try terminal.press("C-z")
    try terminal.waitFor("the shell") { $0.contains("Stopped") || $0.contains("code 148") || $0.contains("suspended") }
    #expect(try !terminal.isAlternate())
    try terminal.enter("fg")
    try terminal.waitFor("the workbench again") { Self.isFinished($0) && $0.contains("? help") }
    try terminal.press("q")
    try terminal.waitFor("the shell again") { _ in try !terminal.isAlternate() }
  }

  @Test func `A session is kept, returned to, and replayed`() throws {
    try open()
    try change("p", to: "PTS 4/5")
    try terminal.press("C-c")
    try terminal.waitFor("the question") { $0.contains("not exported") }
    try terminal.press("y")
    try expectEnd(exitCode: 0)

    // Without a model it opens where it was.
    try terminal.enter("cd /; clear; \"$fqvit\"; echo code $?")
    try terminal.waitFor("the offer to return") { $0.contains(" R last session ") }
    try terminal.waitFor("the first accuracy") { Self.isFinished($0) && $0.contains("PTS 5/5") }
    // The offer names the same configuration, so its own words tell that it was taken.
    try terminal.press("R")
    try terminal.waitFor("the return") { $0.contains("as the last session ended") && Self.isFinished($0) }
    try change("u", to: "PTS 5/5")
    try terminal.press("q")
    // The log is written after the terminal is given back, so the shell's line is the end of the program.
    try terminal.waitFor("the end") { $0.contains("code 0\n") }

    let outcome = try place.run("replay", ".local/state/fqvit/session.log")
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    #expect(outcome.output.contains("PTS off"), "\(outcome.output)")
  }

  @Test func `Settings are read, and a wrong one is named by its line`() throws {
    let folder = place.path(".config/fqvit")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // As some editors save it: with a byte-order mark, and two characters at the end of a line.
    try place.write("\u{FEFF}glyphs = ascii\r\n\r\n# mine\r\ntheme = dark\r\n", to: ".config/fqvit/config")
    try open()
    #expect(try terminal.screen().unicodeScalars.allSatisfy(\.isASCII))
    try terminal.press("q")
    try expectEnd(exitCode: 0)
    try place.write("glyphs = ascii\nmouse = maybe\n", to: ".config/fqvit/config")
    try terminal.enter("clear; \"$fqvit\" model images; echo end code $?")
    let screen = try terminal.waitFor("the end") { $0.contains("end code 2\n") }
    #expect(screen.replacing("\n", with: "").contains("fqvit/config:2: mouse is 'maybe'; choose on or off"))
  }

  @Test func `A wrong path ends on the normal screen with its line`() throws {
    for (index, (arguments, exitCode, part)) in [
      ("absent images", 1, "fqvit: absent: no such folder"),
      ("model images --configuration absent.json", 1, "fqvit: absent.json"),
      ("model images --pts 99", 2, "fqvit: --pts: there is no LayerNorm 99"),
    ].enumerated() {
      // The number tells this end from the one before, which is still on screen until the shell has cleared it.
      try terminal.enter("clear; \"$fqvit\" \(arguments); echo end \(index) code $?")
      let screen = try terminal.waitFor("the end") { $0.contains("end \(index) code \(exitCode)\n") }
      #expect(screen.contains(part))
      #expect(try !terminal.isAlternate())
    }
    // Escape sequences that undo the workbench's settings must have been sent as well.
    let cursor = try terminal.tmux("display-message", "-p", "-t", "t", "#{cursor_flag} #{mouse_any_flag}").output
    #expect(cursor == "1 0\n")
  }

  @Test func `A terminal that cannot place the cursor is told apart`() throws {
    for (index, (setting, part)) in [
      ("TERM=dumb", "TERM=dumb"), ("TERM=nothing-like-it", "TERM=nothing-like-it"), ("TERM=", "TERM is not set"),
    ].enumerated() {
      try terminal.enter("clear; \(setting) \"$fqvit\" model images; echo end \(index) code $?")
      let screen = try terminal.waitFor("exit code 2") { $0.contains("end \(index) code 2\n") }
      // The line may be wrapped anywhere.
      let text = screen.replacingOccurrences(of: "\n", with: "")
      #expect(text.contains(part) && text.contains("fqvit evaluate"))
    }
  }

  @Test func `A terminal too small from the start shows the line and recovers`() throws {
    try terminal.resize(width: 30, height: 8)
    try terminal.enter("\"$fqvit\" model images; echo code $?")
    try terminal.waitFor("the line") { $0.contains("needs 40×12") }
    try terminal.resize(width: 120, height: 36)
    try terminal.waitFor("the workbench") { Self.isFinished($0) && $0.contains("? help") }
    try terminal.press("q")
    try terminal.waitFor("the exit code") { $0.contains("code 0\n") }
  }

  @Test func `ASCII where the locale or the option asks for it`() throws {
    try terminal.enter("clear; LC_ALL=C \"$fqvit\" model images; echo code $?")
    try terminal.waitFor("the workbench") { Self.isFinished($0) }
    #expect(try terminal.screen().unicodeScalars.allSatisfy(\.isASCII))
    try terminal.press("q")
    try terminal.waitFor("the exit code") { $0.contains("code 0\n") }
  }
}
