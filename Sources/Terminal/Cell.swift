/// What one column of one row shows.
///
/// A wide character lies in a leading cell of width 2, and the cell at its right is its `continuation` of width 0.
package struct Cell: Hashable, Sendable {
  package let character: Character
  /// 1, or 2 for the lead of a wide character, or 0 for the cell that it covers.
  package let width: Int
  package var style: Style

  /// A cell that shows `character`; what takes no column of its own (a lone combining mark, a control character) shows U+FFFD.
  package init(_ character: Character, style: Style = .plain) {
    let width = DisplayWidth.of(character)
    self.character = width == 0 ? "\u{FFFD}" : character
    self.width = max(width, 1)
    self.style = style
  }

  private init(continuationStyle style: Style) {
    character = " "
    width = 0
    self.style = style
  }

  package static let blank = Cell(" ")

  static func continuation(style: Style) -> Cell { Cell(continuationStyle: style) }

  package var isContinuation: Bool { width == 0 }
}
