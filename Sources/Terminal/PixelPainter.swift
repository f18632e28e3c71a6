/// The two ways of showing pixels in cells: coloured halves, and characters of growing density.
enum PixelPainter {
  /// Draws two rows of pixels for each row of cells; `color` is asked for a column and a row of pixels.
  static func drawHalfBlocks(into buffer: inout CellBuffer, in rect: Rect, color: (Int, Int) -> Color) {
    for y in 0..<rect.height {
      for x in 0..<rect.width {
        let style = Style(foreground: color(x, 2 * y), background: color(x, 2 * y + 1))
        buffer[rect.x + x, rect.y + y] = Cell("▀", style: style)
      }
    }
  }

  /// Draws a character in each cell; `fraction` is asked for a column and a row of cells, 0 is empty and 1 is densest.
  static func drawShades(into buffer: inout CellBuffer, in rect: Rect, fraction: (Int, Int) -> Double) {
    for y in 0..<rect.height {
      for x in 0..<rect.width {
        buffer[rect.x + x, rect.y + y] = Cell(shades[ColorRamp.step(fraction(x, y), of: shades.count)])
      }
    }
  }

  /// Draws a sign in each cell, a heavier one for more; `fraction` is asked for a column and a row of cells, from −1 to 1.
  static func drawSigns(into buffer: inout CellBuffer, in rect: Rect, fraction: (Int, Int) -> Double) {
    for y in 0..<rect.height {
      for x in 0..<rect.width { buffer[rect.x + x, rect.y + y] = Cell(sign(fraction(x, y))) }
    }
  }

  private static func sign(_ fraction: Double) -> Character {
    switch fraction {
    case ..<(-0.5): "="
    case ..<(-0.125): "-"
    case 0.5...: "#"
    case 0.125...: "+"
    default: " "
    }
  }

  static let shades: [Character] = Array(" .:-=+*#%@")
}
