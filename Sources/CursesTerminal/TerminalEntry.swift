import CNcurses

/// Which entry of the terminal database the program draws by.
package enum TerminalEntry {
  /// `TERM`, its twin with 256 colours where `COLORTERM` says that the terminal has them, or what stands in for a terminal
  /// that this system's database lacks. Makes it the current entry of ncurses.
  @MainActor
  package static func select(environment: [String: String]) throws(TerminalError) -> String {
    let name = environment["TERM"] ?? ""
    guard !name.isEmpty else { throw .unusableTerminal(name: "") }
    let hasManyColors = ["truecolor", "24bit"].contains(environment["COLORTERM"]?.lowercased() ?? "")
    switch cncurses_select_terminal(name) {
    case let colorCount where colorCount >= 0:
      guard colorCount < 256, hasManyColors else { return name }
      let richer = name + "-256color"
      if cncurses_select_terminal(richer) >= 256 { return richer }
      _ = cncurses_select_terminal(name)
      return name
    case -1: throw .unusableTerminal(name: name)
    default:
      // All emulators of today that set COLORTERM understand what xterm does.
      let known = standIns(for: name) + (hasManyColors ? xterm : [])
      guard let entry = known.first(where: { cncurses_select_terminal($0) >= 0 }) else {
        throw .unknownTerminal(name: name)
      }
      return entry
    }
  }

  private static let xterm = ["xterm-256color", "xterm"]

  /// The entries that terminals of the same family draw by, from the best on; none for a terminal of no known family.
  static func standIns(for name: String) -> [String] {
    func isOf(_ families: [String]) -> Bool {
      families.contains { name == $0 || name.hasPrefix($0 + "-") || name.hasPrefix($0 + ".") }
    }
    if isOf(["screen", "tmux"]) { return ["screen-256color", "screen"] + xterm }
    return isOf(xtermFamilies) ? xterm : []
  }

  /// Emulators that understand xterm's sequences, by the names that they give `TERM`.
  private static let xtermFamilies = [
    "xterm", "alacritty", "contour", "foot", "footclient", "ghostty", "gnome", "iTerm", "iTerm2", "kitty", "konsole",
    "mintty", "mlterm", "nsterm", "putty", "rio", "rxvt", "st", "terminology", "terminator", "vscode", "vte", "warp",
    "wezterm", "zed",
  ]
}
