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
    folded = Set(tree.groups.filter { tree.rows[$0].label != "blocks.0" && tree.rows[$0].label != "head" })
    cursor = tree.leaves.first { tree.rows[$0].kind == .layerNorm(0) } ?? 0
  }

  /// An order other than the network's shows rows by themselves, out of their groups.
  package var isFlat: Bool { order != .network }

  /// Whether a row's names contain every word of the filter.
  package func matches(_ row: LayerRow, in tree: LayerTree) -> Bool {
    let text =
      ([row.label, row.name] + row.sites.prefix(1).map(\.name) + tree.ancestors(of: row.id).map { tree.rows[$0].name })
      .joined(separator: " ").lowercased()
    return filter.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
  }

  /// The rows on screen in network order: outside of folded groups, or all that the filter leaves with their groups.
  package func rowsInNetworkOrder(_ tree: LayerTree) -> [Int] {
    guard !filter.isEmpty else {
      return tree.rows.indices.filter { row in tree.ancestors(of: row).allSatisfy { !folded.contains($0) } }
    }
    let hits = tree.leaves.filter { matches(tree.rows[$0], in: tree) }
    let shown = Set(hits + hits.flatMap { tree.ancestors(of: $0) })
    return tree.rows.indices.filter(shown.contains)
  }
}
