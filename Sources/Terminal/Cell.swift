import Texts

/// What one column of one row shows: never anything that a terminal would obey, whatever text it comes from.
///
/// A wide character lies in a leading cell of width 2, and the cell at its right is its `continuation` of width 0.
package struct Cell: Hashable, Sendable {
  package let character: Character
  /// 1, or 2 for the lead of a wide character, or 0 for the cell that it covers.
  package let width: Int
  package var style: Style

  /// A cell that shows `character`; what cannot be shown by itself (a control, a mark that turns the reading direction, a
  /// lone combining mark, what Unicode leaves unassigned) shows U+FFFD.
  package init(_ character: Character, style: Style = .plain) {
    self.character = Self.shown(character)
    width = DisplayWidth.of(self.character)
    self.style = style
  }

  /// Marks beyond these, heaped on one letter, would run over the lines above.
  private static let mostScalars = 12

  private static func shown(_ character: Character) -> Character {
    if let ascii = character.asciiValue, ascii >= 0x20, ascii < 0x7F { return character }
    let scalars = character.unicodeScalars
    guard DisplayWidth.isShown(scalars.first!) else { return "\u{FFFD}" }
    let hasMore = scalars.index(after: scalars.startIndex) != scalars.endIndex
    guard hasMore, scalars.count > mostScalars || !scalars.allSatisfy(\.isPrintable) else { return character }
    let kept = String(String.UnicodeScalarView(scalars.lazy.filter(\.isPrintable).prefix(mostScalars)))
    return kept.count == 1 ? Character(kept) : "\u{FFFD}"
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
