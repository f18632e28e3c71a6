import CNcurses
import Terminal

/// Turns cells into the characters of ncurses.
@MainActor
struct CellEncoder {
  let depth: ColorDepth
  let pairs: ColorPairs

  private var lastStyle = Style.plain
  private var lastAttributes: attr_t = 0
  private var lastPair: Int16 = 0

  init(depth: ColorDepth, pairs: ColorPairs) {
    self.depth = depth
    self.pairs = pairs
  }

  /// Must be called once before the cells of a frame: the pair of a style may have gone to another one.
  mutating func beginFrame() {
    pairs.beginFrame()
    lastStyle = .plain
    lastAttributes = 0
    lastPair = 0
  }

  /// Looks up the style, so that its pair is kept through this frame.
  mutating func use(_ style: Style) {
    guard style != lastStyle else { return }
    let shown = style.reduced(to: depth)
    lastStyle = style
    lastAttributes = cncurses_attributes(
      shown.bold ? 1 : 0, shown.dim ? 1 : 0, shown.underline ? 1 : 0, shown.reverse ? 1 : 0)
    lastPair = pairs.number(foreground: shown.foreground, background: shown.background)
  }

  /// The characters that fill the columns of `cells`, in order.
  ///
  /// Where the terminal's locale gives a character another width than its cell has, a blank or a question mark keeps the
  /// columns in place.
  mutating func encode(_ cells: ArraySlice<Cell>) -> [cchar_t] {
    var result: [cchar_t] = []
    result.reserveCapacity(cells.count)
    for cell in cells where !cell.isContinuation {
      use(cell.style)
      let scalars = Self.scalars(cell.character)
      let width = cell.character.isASCII ? 1 : Int(cncurses_width(scalars[0]))
      // Of a character that the terminal sees narrower only the first code point: U+FE0F would widen it on some.
      result.append(character(width == cell.width ? scalars : width == 1 ? [scalars[0]] : [0x3F]))
      if cell.width == 2, width != 2 { result.append(character([0x20])) }
    }
    return result
  }

  private func character(_ scalars: [UInt32]) -> cchar_t {
    cncurses_cell(scalars, Int32(scalars.count), lastAttributes, lastPair)
  }

  /// The first code point and those that combine with it; ncurses takes no others in one cell.
  private static func scalars(_ character: Character) -> [UInt32] {
    if let ascii = character.asciiValue { return [UInt32(ascii)] }
    let all = character.unicodeScalars.map(\.value)
    return [all[0]] + all.dropFirst().prefix { cncurses_width($0) == 0 }
  }
}
