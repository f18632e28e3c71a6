/// What a piece of the screen means; a `Theme` says how it looks.
package enum StyleRole: String, Hashable, Sendable, CaseIterable {
  case plain
  case title
  case accent
  case good
  case bad
  case warning
  case muted
  /// Rows that are selected for a command on many.
  case selection
  /// The row that the keys act on.
  case cursorRow
  /// The same row while another pane has the keys.
  case cursorRowUnfocused
  case disabled
  case border
  /// The border of the pane that has the keys.
  case focusedBorder
  case activeTab
  case keyHint
  /// Letters that a filter or the palette matched.
  case match
  case series1
  case series2
  case series3
  case series4

  /// Roles of the lines of a graph, in order; they start again after the fourth.
  package static func series(_ index: Int) -> StyleRole {
    [.series1, .series2, .series3, .series4][((index % 4) + 4) % 4]
  }
}
