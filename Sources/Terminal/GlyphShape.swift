/// What a character of frames, blocks and plots looks like, for pictures that are seen with other fonts or with none that
/// has it.
///
/// Places in a cell go from 0 to 8 in both directions, from its upper left corner.
package struct GlyphShape: Hashable, Sendable {
  package struct Box: Hashable, Sendable {
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int
  }

  /// Which halves of the two lines through the middle of the cell are drawn.
  package struct Arms: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let left = Arms(rawValue: 1)
    package static let right = Arms(rawValue: 2)
    package static let up = Arms(rawValue: 4)
    package static let down = Arms(rawValue: 8)
  }

  package var boxes: [Box] = []
  package var arms: Arms = []
  /// Dots of braille as (column, row), in two columns and four rows.
  package var dots: [(column: Int, row: Int)] { Self.dots(braille) }
  private var braille: UInt8 = 0
  /// Corners of one filled area.
  package var corners: [Place] = []
  /// How much of the cell is covered where it is an even shade, in quarters.
  package var quarters = 4

  package struct Place: Hashable, Sendable {
    package let x: Int
    package let y: Int
  }

  /// The shape of a character; nil for all that a font is asked for.
  package init?(_ character: Character) {
    let scalars = character.unicodeScalars
    guard let value = scalars.first?.value, scalars.count == 1 else { return nil }
    switch value {
    case 0x2800...0x28FF: braille = UInt8(value - 0x2800)
    case 0x2580: boxes = [Box(x: 0, y: 0, width: 8, height: 4)]
    case 0x2581...0x2588:
      let height = Int(value - 0x2580)
      boxes = [Box(x: 0, y: 8 - height, width: 8, height: height)]
    case 0x2589...0x258F: boxes = [Box(x: 0, y: 0, width: Int(0x2590 - value), height: 8)]
    case 0x2590: boxes = [Box(x: 4, y: 0, width: 4, height: 8)]
    case 0x2591...0x2593:
      boxes = [Box(x: 0, y: 0, width: 8, height: 8)]
      quarters = Int(value - 0x2590)
    case 0x2594: boxes = [Box(x: 0, y: 0, width: 8, height: 1)]
    case 0x2595: boxes = [Box(x: 7, y: 0, width: 1, height: 8)]
    case 0x2596...0x259F: boxes = Self.quadrants[Int(value - 0x2596)].map(Self.quadrant)
    default:
      if let arms = Self.lines[character] {
        self.arms = arms
      } else if let corners = Self.triangles[character] {
        self.corners = corners
      } else {
        return nil
      }
    }
  }

  /// Bits of braille: the columns' first three rows, then the last row.
  private static func dots(_ braille: UInt8) -> [(column: Int, row: Int)] {
    [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)].enumerated()
      .filter { braille & 1 << $0.offset != 0 }.map { (column: $0.element.0, row: $0.element.1) }
  }

  /// The quadrants of U+2596 to U+259F, as 0 upper left, 1 upper right, 2 lower left, 3 lower right.
  private static let quadrants: [[Int]] = [
    [2], [3], [0], [0, 2, 3], [0, 3], [0, 1, 2], [0, 1, 3], [1], [1, 2], [1, 2, 3],
  ]

  private static func quadrant(_ index: Int) -> Box {
    Box(x: index % 2 * 4, y: index / 2 * 4, width: 4, height: 4)
  }

  private static let lines: [Character: Arms] = [
    "─": [.left, .right], "│": [.up, .down], "┌": [.right, .down], "┐": [.left, .down], "└": [.right, .up],
    "┘": [.left, .up], "├": [.up, .down, .right], "┤": [.up, .down, .left], "┬": [.left, .right, .down],
    "┴": [.left, .right, .up], "┼": [.left, .right, .up, .down], "╴": [.left], "╵": [.up], "╶": [.right],
    "╷": [.down],
  ]

  private static func places(_ numbers: Int...) -> [Place] {
    stride(from: 0, to: numbers.count, by: 2).map { Place(x: numbers[$0], y: numbers[$0 + 1]) }
  }

  private static let triangles: [Character: [Place]] = [
    "▸": places(1, 2, 7, 4, 1, 6), "◂": places(7, 2, 7, 6, 1, 4), "▴": places(1, 5, 4, 2, 7, 5),
    "▾": places(1, 3, 7, 3, 4, 6), "►": places(0, 2, 8, 4, 0, 6), "◄": places(8, 2, 8, 6, 0, 4),
    "▲": places(0, 6, 4, 2, 8, 6), "▼": places(0, 2, 8, 2, 4, 6), "▶": places(0, 2, 8, 4, 0, 6),
    "◀": places(8, 2, 8, 6, 0, 4), "■": places(1, 3, 7, 3, 7, 6, 1, 6),
  ]
}
