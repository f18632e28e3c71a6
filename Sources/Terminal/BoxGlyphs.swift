/// The characters that frames and axes are drawn with.
package struct BoxGlyphs: Hashable, Sendable {
  package let horizontal: Character
  package let vertical: Character
  package let topLeft: Character
  package let topRight: Character
  package let bottomLeft: Character
  package let bottomRight: Character
  /// A vertical line with a tick to its left, as beside an axis label: ┤.
  package let tickLeft: Character
  /// A vertical line with a branch to its right: ├.
  package let tickRight: Character
  /// A horizontal line with a tick below: ┬.
  package let tickDown: Character
  /// A horizontal line with a tick above: ┴.
  package let tickUp: Character
  package let cross: Character

  static let unicode = BoxGlyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
    tickLeft: "┤", tickRight: "├", tickDown: "┬", tickUp: "┴", cross: "┼")

  static let ascii = BoxGlyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
    tickLeft: "+", tickRight: "+", tickDown: "+", tickUp: "+", cross: "+")
}
