import Graphs
import Models
package import Quantization

/// The rows that a command acts on: those that are shown, or stand folded in a group that is shown.
package struct EditTargets: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    case row
    /// A person chose them one by one, and so knows them.
    case selection
    case group
    case kind
    /// Named in the palette.
    case pattern
  }

  /// Rows that are no groups, in network order.
  package let rows: [Int]
  /// Rows that were meant too, but that the filter hides: they are left alone unless the person says otherwise.
  package let hidden: [Int]
  package let origin: Origin
  /// The row, group, kind or pattern by its name; of a selection nothing.
  package let name: String

  /// The same with the hidden rows among the others.
  package var withHidden: EditTargets {
    EditTargets(rows: (rows + hidden).sorted(), hidden: [], origin: origin, name: name)
  }

  /// Whether a person is asked about the hidden rows: only what was chosen row by row is worth a question.
  package var asksForHidden: Bool { origin == .selection && !hidden.isEmpty }

  /// Some of the rows in a message: `14 rows of blocks.3`, `24 LayerNorm inputs`, `5 selected rows`.
  package func phrase(_ count: Int) -> String {
    let rows = count == 1 ? "1 row" : "\(count) rows"
    return switch origin {
    case .row: name
    case .selection: count == 1 ? "1 selected row" : "\(count) selected rows"
    case .group: "\(rows) of \(name)"
    case .kind: "\(count) \(name)"
    case .pattern: "\(rows) of \(name)"
    }
  }
}

extension WorkbenchState {
  /// Whether the filter leaves a row.
  package func isLeft(byFilter row: Int) -> Bool { layers.matches(tree.rows[row], in: tree) }

  /// The selected rows, or else the row under the cursor, or what the filter leaves of its group.
  package var targets: EditTargets {
    guard layers.selected.isEmpty else { return targets(layers.selected.sorted(), .selection, name: "") }
    guard let row = cursorRow else { return EditTargets(rows: [], hidden: [], origin: .row, name: "no row") }
    return targets(tree.leaves(of: row), row.isGroup ? .group : .row, name: row.name)
  }

  /// The same for commands that act on one quantizer: an attention's group stands for its softmax.
  package var principalTargets: EditTargets {
    guard layers.selected.isEmpty, let row = cursorRow, row.isGroup, let principal = row.principal else { return targets }
    return targets([principal], .row, name: tree.rows[principal].name)
  }

  /// All rows of a kind.
  package func targets(of kind: RowKind) -> EditTargets {
    targets(tree.leaves.filter { tree.rows[$0].rowKind == kind }, .kind, name: kind.title)
  }

  func targets(_ rows: [Int], _ origin: EditTargets.Origin, name: String) -> EditTargets {
    EditTargets(
      rows: rows.filter(isLeft(byFilter:)), hidden: rows.filter { !isLeft(byFilter: $0) }, origin: origin, name: name)
  }

  /// The row whose kind and scheme `a` and `V` go by.
  package var principalRow: LayerRow? {
    guard let principal = cursorRow?.principal, isLeft(byFilter: principal) else { return nil }
    return tree.rows[principal]
  }

  /// The sites of rows, in network order.
  package func sites(of rows: [Int]) -> [SiteID] {
    let wanted = Set(rows.flatMap { tree.rows[$0].sites })
    return graph.sites.map(\.id).filter(wanted.contains)
  }

  package var targetSites: [SiteID] { sites(of: targets.rows) }
}
