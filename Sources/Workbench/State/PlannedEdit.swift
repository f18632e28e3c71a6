package import Graphs
package import Models
package import Quantization

/// An edit worked out in full but not made: what becomes of each row.
package struct PlannedEdit: Hashable, Sendable {
  /// One row's part.
  package struct Change: Hashable, Sendable {
    package let site: SiteID
    package let before: QuantizationScheme
    package let after: QuantizationScheme
  }

  package let edit: ConfigurationEdit
  /// Every row that was meant, in network order.
  package let meant: [Change]
  /// For the memory that brings a second press back; nil where the edit is no gesture.
  package let gesture: Gesture?

  init(
    _ edit: ConfigurationEdit, of configuration: QuantizationConfiguration, at sites: [SiteID], in graph: Graph,
    gesture: Gesture? = nil
  ) {
    self.edit = edit
    self.gesture = gesture
    meant = sites.map { site in
      Change(
        site: site, before: configuration.scheme(at: site, in: graph), after: edit.configuration.scheme(at: site, in: graph))
    }
  }

  /// The rows that become another.
  package var changes: [Change] { meant.filter { $0.before != $0.after } }

  /// Rows of one kind that go the same way, for a preview.
  package struct Line: Hashable, Sendable {
    package let kind: RowKind
    package let before: QuantizationScheme
    package let after: QuantizationScheme
    package internal(set) var count: Int
  }

  /// The changes in groups, in the order of their first rows.
  package func lines(in graph: Graph) -> [Line] {
    var lines: [Line] = []
    for change in changes {
      guard let site = graph.site(change.site) else { continue }
      let kind = RowKind(of: site)
      if let index = lines.firstIndex(where: {
        $0.kind == kind && $0.before == change.before && $0.after == change.after
      }) {
        lines[index].count += 1
      } else {
        lines.append(Line(kind: kind, before: change.before, after: change.after, count: 1))
      }
    }
    return lines
  }
}

/// An edit that waits for a yes, because it reaches further than the rows that a person sees or chose.
package struct EditPreview: Hashable, Sendable {
  /// What Enter does; nil where every row that was meant is hidden.
  package let plan: PlannedEdit?
  /// What is done where the rows that the filter hides are wanted too; nil where it hides none that would change.
  package let withHidden: PlannedEdit?
  /// Rows of the plan that stand in folded groups.
  package let foldedCount: Int
  /// Rows that were meant and that the filter hides.
  package let hiddenCount: Int
  /// Rows of the plan that the filter hides, since they were named.
  package let hiddenAmongCount: Int
}
