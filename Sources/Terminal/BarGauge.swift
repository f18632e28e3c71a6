/// A horizontal bar filled by a fraction, fine to an eighth of a cell where the glyphs allow it.
package struct BarGauge: Hashable, Sendable {
  package let fraction: Double
  package let glyphs: GlyphSet

  /// A bar filled to `fraction`, held to 0…1; NaN counts as 0.
  package init(fraction: Double, glyphs: GlyphSet) {
    self.fraction = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    self.glyphs = glyphs
  }

  /// The bar alone, in exactly `width` columns.
  package func text(width: Int) -> String {
    guard width > 0 else { return "" }
    let pieces = glyphs.barPieces
    let each = pieces.count - 1
    let filled = Int((fraction * Double(width * each)).rounded(.down))
    return String(
      (0..<width).map { column in pieces[min(max(filled - column * each, 0), each)] })
  }

  /// Draws the bar between its two end marks, in `width` columns together.
  package func draw(
    into buffer: inout CellBuffer, x: Int, y: Int, width: Int, style: Style = .plain, frame: Style = .plain
  ) {
    guard width >= 3 else { return }
    buffer.write(glyphs.barStart, x: x, y: y, style: frame)
    buffer.write(text(width: width - 2), x: x + 1, y: y, style: style)
    buffer.write(glyphs.barEnd, x: x + width - 1, y: y, style: frame)
  }
}
