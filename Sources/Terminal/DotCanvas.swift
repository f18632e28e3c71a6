/// A plot in dots finer than cells: 2 × 4 a cell in braille, 2 × 2 in blocks, one in ASCII.
///
/// Dots count from the top left. A cell has one style: that of the last dot set in it.
package struct DotCanvas: Sendable {
  package let size: Size
  package let glyphs: GlyphSet
  private var cells: [PlotCell]

  private struct PlotCell {
    var dots: UInt8 = 0
    var mark = Mark.point
    var style = Style.plain
  }

  /// What a dot belongs to; ASCII has a character for each.
  package enum Mark: Sendable {
    case point, line, column

    fileprivate var ascii: Character {
      switch self {
      case .point: "*"
      case .line: "|"
      case .column: "#"
      }
    }
  }

  /// An empty plot of `size` cells.
  package init(size: Size, glyphs: GlyphSet) {
    self.size = size
    self.glyphs = glyphs
    cells = Array(repeating: PlotCell(), count: size.width * size.height)
  }

  package var dotsPerCell: Size {
    switch glyphs {
    case .braille: Size(width: 2, height: 4)
    case .block: Size(width: 2, height: 2)
    case .ascii: Size(width: 1, height: 1)
    }
  }

  package var dotWidth: Int { size.width * dotsPerCell.width }
  package var dotHeight: Int { size.height * dotsPerCell.height }

  /// Sets a dot; outside of the plot it does nothing.
  package mutating func set(x: Int, y: Int, style: Style = .plain, mark: Mark = .point) {
    guard x >= 0, y >= 0, x < dotWidth, y < dotHeight else { return }
    let each = dotsPerCell
    let index = (y / each.height) * size.width + x / each.width
    cells[index].dots |= Self.bit(column: x % each.width, row: y % each.height, glyphs: glyphs)
    cells[index].style = style
    cells[index].mark = mark
  }

  /// Sets the dots of a column between two rows, both included, in either order.
  package mutating func verticalLine(x: Int, from first: Int, to last: Int, style: Style = .plain) {
    setColumn(x: x, from: first, to: last, style: style, mark: .line)
  }

  /// Sets the lowest `height` dots of a column.
  package mutating func filledColumn(x: Int, height: Int, style: Style = .plain) {
    guard height > 0 else { return }
    setColumn(x: x, from: dotHeight - height, to: dotHeight - 1, style: style, mark: .column)
  }

  /// Sets every other dot of the lowest `height` dots of a column, for bars that are told from filled ones without colour.
  package mutating func hatchedColumn(x: Int, height: Int, style: Style = .plain) {
    guard height > 0 else { return }
    // One dot a cell has no room for a pattern; its sign is that of a line.
    guard dotsPerCell.height > 1 else {
      return setColumn(x: x, from: dotHeight - height, to: dotHeight - 1, style: style, mark: .line)
    }
    for y in max(dotHeight - height, 0)..<dotHeight where (x + y) % 2 == 0 { set(x: x, y: y, style: style) }
  }

  package mutating func horizontalLine(
    y: Int, from first: Int, to last: Int, style: Style = .plain, every step: Int = 1
  ) {
    for x in stride(from: max(min(first, last), 0), through: min(max(first, last), dotWidth - 1), by: max(step, 1)) {
      set(x: x, y: y, style: style)
    }
  }

  /// Sets the dots nearest to the straight line between two dots (Bresenham's choice).
  package mutating func line(fromX x0: Int, y y0: Int, toX x1: Int, y y1: Int, style: Style = .plain) {
    let steps = max(abs(x1 - x0), abs(y1 - y0))
    guard steps > 0 else { return set(x: x0, y: y0, style: style) }
    for step in 0...steps {
      let fraction = Double(step) / Double(steps)
      set(
        x: x0 + Int((Double(x1 - x0) * fraction).rounded()), y: y0 + Int((Double(y1 - y0) * fraction).rounded()),
        style: style)
    }
  }

  /// Draws the cells that have dots, with the plot's top left corner at `x`, `y`; the others keep what the buffer shows.
  package func draw(into buffer: inout CellBuffer, x: Int, y: Int) {
    for (index, cell) in cells.enumerated() where cell.dots != 0 {
      buffer[x + index % size.width, y + index / size.width] = Cell(character(cell), style: cell.style)
    }
  }

  private mutating func setColumn(x: Int, from first: Int, to last: Int, style: Style, mark: Mark) {
    let lower = max(min(first, last), 0)
    let upper = min(max(first, last), dotHeight - 1)
    guard lower <= upper else { return }
    for y in lower...upper { set(x: x, y: y, style: style, mark: mark) }
  }

  private func character(_ cell: PlotCell) -> Character {
    switch glyphs {
    case .braille: Character(Unicode.Scalar(0x2800 + UInt32(cell.dots))!)
    case .block: Self.quadrants[Int(cell.dots)]
    case .ascii: cell.mark.ascii
    }
  }

  /// Quadrant characters by the bits 1 upper left, 2 upper right, 4 lower left, 8 lower right.
  private static let quadrants: [Character] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")

  private static func bit(column: Int, row: Int, glyphs: GlyphSet) -> UInt8 {
    switch glyphs {
    case .braille: [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]][column][row]
    case .block: 1 << (row * 2 + column)
    case .ascii: 1
    }
  }
}
