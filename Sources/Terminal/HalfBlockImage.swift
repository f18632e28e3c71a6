/// A picture drawn with two pixels a cell, one above the other, or with shades where colours or blocks are missing.
package struct HalfBlockImage: Hashable, Sendable {
  package let width: Int
  package let height: Int
  private let pixels: [RGB]

  /// A picture of `pixels` in row-major order; their count must be `width * height`.
  package init(width: Int, height: Int, pixels: [RGB]) {
    precondition(width >= 0 && height >= 0 && pixels.count == width * height, "one pixel for each place")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The cells that the picture takes inside of `area` with its proportions kept, given cells twice as high as wide.
  package func fittedSize(in area: Size) -> Size {
    guard width > 0, height > 0, !area.isEmpty else { return .zero }
    let scale = min(Double(area.width) / Double(width), Double(2 * area.height) / Double(height))
    return Size(
      width: max(Int((Double(width) * scale).rounded(.down)), 1),
      height: max(Int((Double(height) * scale / 2).rounded(.down)), 1))
  }

  /// Draws the picture stretched over `rect`; each place shows the mean of the pixels that it covers.
  package func draw(into buffer: inout CellBuffer, in rect: Rect, depth: ColorDepth, glyphs: GlyphSet) {
    guard width > 0, height > 0, !rect.isEmpty else { return }
    if depth == .mono || glyphs == .ascii {
      PixelPainter.drawShades(into: &buffer, in: rect) { column, row in
        mean(column: column, of: rect.width, row: row, of: rect.height).luma / 255
      }
    } else {
      PixelPainter.drawHalfBlocks(into: &buffer, in: rect) { column, row in
        let color = mean(column: column, of: rect.width, row: row, of: 2 * rect.height)
        return depth == .colors256 ? .nearest256(color) : ColorRamp.grey.color(color.luma / 255, depth: depth)
      }
    }
  }

  private func mean(column: Int, of columns: Int, row: Int, of rows: Int) -> RGB {
    let left = column * width / columns
    let right = max((column + 1) * width / columns, left + 1)
    let top = row * height / rows
    let bottom = max((row + 1) * height / rows, top + 1)
    var (red, green, blue) = (0, 0, 0)
    for y in top..<bottom {
      for pixel in pixels[(y * width + left)..<(y * width + right)] {
        red += Int(pixel.red)
        green += Int(pixel.green)
        blue += Int(pixel.blue)
      }
    }
    let count = (right - left) * (bottom - top)
    return RGB(UInt8(red / count), UInt8(green / count), UInt8(blue / count))
  }
}
