import Foundation
import TestSupport
import Testing

/// A terminal of tmux's with a shell in it, on a server of its own that ends with the value.
final class Terminal {
  static let isAvailable: Bool = {
    let probe = try? Program.run(executable: "/bin/sh", arguments: ["-c", "command -v tmux"])
    return probe?.exitCode == 0
  }()

  /// Holds the server's socket too, so it must outlive the server.
  private let place: Workplace

  /// Starts a plain shell in the workplace whose prompt is `ready>`.
  init(width: Int = 120, height: Int = 36, in place: Workplace) throws {
    self.place = place
    let folder = place.folder.url.path
    let start = try tmux(
      "-f", "/dev/null", "new-session", "-d", "-s", "t", "-x", "\(width)", "-y", "\(height)", "-c", folder,
      "env -u NO_COLOR -u COLORTERM HOME=\(folder) XDG_CACHE_HOME=\(folder)/cache LC_ALL=C.UTF-8 PS1='ready>' "
        + "fqvit=\(Program.path) /bin/sh")
    #expect(start.exitCode == 0, "\(start.errorOutput)")
    try waitFor("a prompt") { $0.contains("ready>") }
  }

  deinit { _ = try? tmux("kill-server") }

  @discardableResult
  func tmux(_ arguments: String...) throws -> Program.Outcome {
    try tmux(arguments)
  }

  @discardableResult
  func tmux(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(
      executable: "/usr/bin/env", arguments: ["tmux", "-u", "-L", "test"] + arguments,
      environment: ["TMUX_TMPDIR": place.folder.url.path, "TMUX": ""])
  }

  /// The screen as text, a line a row.
  func screen() throws -> String { try tmux("capture-pane", "-p", "-t", "t").output }

  /// Presses keys by tmux's names.
  func press(_ keys: String...) throws {
    try tmux(["send-keys", "-t", "t"] + keys)
  }

  func type(_ text: String) throws { try tmux("send-keys", "-t", "t", "-l", text) }

  /// Types a line of shell.
  func enter(_ line: String) throws {
    try type(line)
    try press("Enter")
  }

  func resize(width: Int, height: Int) throws {
    try tmux("resize-window", "-t", "t", "-x", "\(width)", "-y", "\(height)")
  }

  /// Whether a program has the alternate screen.
  func isAlternate() throws -> Bool {
    try tmux("display-message", "-p", "-t", "t", "#{alternate_on}").output.hasPrefix("1")
  }

  struct Timeout: Error, CustomStringConvertible {
    let what: String
    let screen: String
    var description: String { "waited in vain for \(what); on screen:\n\(screen)" }
  }

  /// Looks at the screen until it is as wanted; returns it.
  @discardableResult
  func waitFor(_ what: String, seconds: Double = 60, _ isThere: (String) throws -> Bool) throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      let screen = try screen()
      if try isThere(screen) { return screen }
      guard ContinuousClock.now < deadline else { throw Timeout(what: what, screen: screen) }
      usleep(20_000)
    }
  }
}
