/// How many colours a terminal shows.
package enum ColorDepth: String, Hashable, Sendable, CaseIterable {
  case mono
  case colors16
  case colors256

  /// What to use on a terminal of `colorCount` colours; a non-empty `NO_COLOR` wins, and `COLORTERM` speaks for terminals
  /// whose entry in terminfo is older than they are.
  package static func automatic(colorCount: Int, environment: [String: String]) -> ColorDepth {
    if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false { return .mono }
    if colorCount >= 256 { return .colors256 }
    let claim = environment["COLORTERM"]?.lowercased() ?? ""
    if colorCount >= 8, claim == "truecolor" || claim == "24bit" { return .colors256 }
    return colorCount >= 8 ? .colors16 : .mono
  }
}
