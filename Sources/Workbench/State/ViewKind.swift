/// The views beside the layers pane, under the digits that choose them.
package enum ViewKind: Int, Hashable, Sendable, CaseIterable {
  case ranges = 1
  case attention = 2
  case map = 3
  case error = 4
  case runs = 5

  package var title: String {
    switch self {
    case .ranges: "ranges"
    case .attention: "attention"
    case .map: "map"
    case .error: "SQNR"
    case .runs: "runs"
    }
  }

  /// For a frame without room for the whole word.
  package var shortTitle: String { self == .attention ? "attn" : title }

  package var digit: Character { Character(String(rawValue)) }
}
