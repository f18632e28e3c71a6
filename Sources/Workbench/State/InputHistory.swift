/// The lines that were typed before, kind by kind, for Up and Down.
package struct InputHistory: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case path(FileRequest.Kind)
    case filter
    case palette
    case helpSearch
  }

  private static let most = 50
  private var lines: [Kind: [String]] = [:]

  package init() {}

  package mutating func add(_ line: String, to kind: Kind) {
    guard !line.allSatisfy(\.isWhitespace) else { return }
    var list = lines[kind, default: []]
    list.removeAll { $0 == line }
    lines[kind] = list.suffix(Self.most - 1) + [line]
  }

  /// The line typed `steps` lines ago, from 1; nil where there is none.
  package func line(_ kind: Kind, back steps: Int) -> String? {
    let list = lines[kind, default: []]
    return steps > 0 && steps <= list.count ? list[list.count - steps] : nil
  }
}
