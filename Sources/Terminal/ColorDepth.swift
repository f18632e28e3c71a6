/// How many colours a terminal shows.
package enum ColorDepth: String, Hashable, Sendable, CaseIterable, Comparable {
  case mono
  case colors16
  case colors256

  /// What to use on a terminal of `colorCount` colours; a non-empty `NO_COLOR` wins.
  package static func automatic(colorCount: Int, environment: [String: String]) -> ColorDepth {
    if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false { return .mono }
    return colorCount >= 256 ? .colors256 : colorCount >= 8 ? .colors16 : .mono
  }

  package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .mono: 0
    case .colors16: 1
    case .colors256: 2
    }
  }
}
