/// A grid of values drawn as colours of a ramp, two values a cell, or as shades without colour.
package struct HeatMap: Hashable, Sendable {
  package let width: Int
  package let height: Int
  private let values: [Float]
  private let lower: Float
  private let upper: Float

  /// A grid in row-major order; `lower` and `upper` are the values at the ends of the ramp.
  package init(width: Int, height: Int, values: [Float], lower: Float, upper: Float) {
    precondition(width >= 0 && height >= 0 && values.count == width * height, "one value for each place")
    self.width = width
    self.height = height
    self.values = values
    self.lower = lower
    self.upper = upper
  }

  /// Draws the grid stretched over `rect`, each place showing the nearest value.
  package func draw(
    into buffer: inout CellBuffer, in rect: Rect, ramp: ColorRamp = .heat, depth: ColorDepth, glyphs: GlyphSet
  ) {
    guard width > 0, height > 0, !rect.isEmpty else { return }
    if depth == .mono || glyphs == .ascii {
      PixelPainter.drawShades(into: &buffer, in: rect) { column, row in
        fraction(column: column, of: rect.width, row: row, of: rect.height)
      }
    } else {
      PixelPainter.drawHalfBlocks(into: &buffer, in: rect) { column, row in
        ramp.color(fraction(column: column, of: rect.width, row: row, of: 2 * rect.height), depth: depth)
      }
    }
  }

  /// Draws differences without colour: `+` and `#` for what is above the middle of the ramp's ends, `-` and `=` below it.
  package func drawSigns(into buffer: inout CellBuffer, in rect: Rect) {
    guard width > 0, height > 0, !rect.isEmpty else { return }
    PixelPainter.drawSigns(into: &buffer, in: rect) { column, row in
      upper > lower ? 2 * fraction(column: column, of: rect.width, row: row, of: rect.height) - 1 : 0
    }
  }

  private func fraction(column: Int, of columns: Int, row: Int, of rows: Int) -> Double {
    let value = values[((2 * row + 1) * height / (2 * rows)) * width + (2 * column + 1) * width / (2 * columns)]
    return upper > lower ? Double((value - lower) / (upper - lower)) : 0
  }
}
