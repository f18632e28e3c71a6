import Quantization

/// What the layers pane shows and where it stands: folds, cursor, selection, filter, order.
package struct LayersPane: Hashable, Sendable {
  package enum Order: String, Hashable, Sendable, CaseIterable {
    case network = "network order"
    case signalToNoise = "worst SQNR first"
    case rangeRatio = "widest range ratio first"
    case bits = "fewest bits first"
  }

  package var folded: Set<Int>
  /// A row's id, always one of the visible ones where there are any.
  package var cursor: Int
  package var scroll = 0
  package var selected: Set<Int> = []
  package var filter = ""
  package var order = Order.network

  package init(tree: LayerTree) {
    folded = Set(tree.groups.filter { tree.rows[$0].name != "blocks.0" })
    cursor = tree.leaves.first { tree.rows[$0].kind == .layerNorm(0) } ?? 0
  }

  /// An order other than the network's shows rows by themselves, out of their groups.
  package var isFlat: Bool { order != .network }

  /// The words that a row must hold to be left.
  private var filterWords: [String] { filter.lowercased().split(separator: " ").map(String.init) }

  /// Whether the filter leaves a row.
  package func matches(_ row: LayerRow, in tree: LayerTree) -> Bool { tree.row(row.id, holds: filterWords) }

  /// The rows on screen in network order: outside of folded groups, or all that the filter leaves with their groups.
  package func rowsInNetworkOrder(_ tree: LayerTree) -> [Int] {
    guard !filter.isEmpty else {
      return tree.rows.indices.filter { row in tree.ancestors(of: row).allSatisfy { !folded.contains($0) } }
    }
    let words = filterWords
    let hits = tree.leaves.filter { tree.row($0, holds: words) }
    let shown = Set(hits + hits.flatMap { tree.ancestors(of: $0) })
    return tree.rows.indices.filter(shown.contains)
  }
}
