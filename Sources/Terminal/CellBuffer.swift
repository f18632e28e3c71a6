/// A picture of the screen that views draw into; drawing outside of it is ignored.
package struct CellBuffer: Hashable, Sendable {
  package let size: Size
  private var cells: [Cell]
  private var clip: Rect

  /// A buffer of blank cells.
  package init(size: Size) {
    self.size = size
    cells = Array(repeating: .blank, count: size.width * size.height)
    clip = Rect(size)
  }

  package init(width: Int, height: Int) { self.init(size: Size(width: width, height: height)) }

  package var width: Int { size.width }
  package var height: Int { size.height }
  package var bounds: Rect { Rect(size) }

  /// The cell in a column and a row: blank outside of the buffer, where setting it does nothing.
  ///
  /// Setting one half of a wide character blanks the other half.
  package subscript(x: Int, y: Int) -> Cell {
    get { bounds.contains(x: x, y: y) ? cells[y * width + x] : .blank }
    set { put(newValue, x: x, y: y) }
  }

  /// Draws with everything outside of `rect` protected.
  @discardableResult
  package mutating func clipped<Result>(to rect: Rect, _ body: (inout CellBuffer) -> Result) -> Result {
    let outer = clip
    clip = clip.intersection(rect)
    defer { clip = outer }
    return body(&self)
  }

  /// Changes the looks of the cells of `rect`, and leaves what they show.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let area = rect.intersection(clip)
    for y in area.minY..<area.maxY {
      for index in (y * width + area.minX)..<(y * width + area.maxX) {
        cells[index].style = change(cells[index].style)
      }
    }
  }

  /// Lays `style` over the cells of `rect`: its colours replace theirs where it has any, its attributes are added.
  package mutating func restyle(_ rect: Rect, adding style: Style) {
    restyle(rect) { $0.merging(style) }
  }

  /// The cells of a row; empty outside of the buffer.
  package func row(_ y: Int) -> ArraySlice<Cell> {
    y >= 0 && y < height ? cells[(y * width)..<((y + 1) * width)] : []
  }

  package static func == (a: CellBuffer, b: CellBuffer) -> Bool { a.size == b.size && a.cells == b.cells }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(size)
    hasher.combine(cells)
  }

  private mutating func put(_ cell: Cell, x: Int, y: Int) {
    guard clip.contains(x: x, y: y) else { return }
    let index = y * width + x
    if cell.width == 2 {
      // A wide character that the edge would cut in two leaves a space.
      guard clip.contains(x: x + 1, y: y) else {
        return put(Cell(" ", style: cell.style), x: x, y: y)
      }
      detach(x: x + 1, index: index + 1)
      cells[index + 1] = .continuation(style: cell.style)
    }
    let coversRight = cell.width == 2
    detach(x: x, index: index, keepingRight: coversRight)
    cells[index] = cell.isContinuation ? Cell(" ", style: cell.style) : cell
  }

  /// Blanks the other half of the wide character at `index`, whose own half is about to be replaced.
  private mutating func detach(x: Int, index: Int, keepingRight: Bool = false) {
    if cells[index].isContinuation, x > 0 {
      cells[index - 1] = Cell(" ", style: cells[index - 1].style)
    } else if cells[index].width == 2, !keepingRight, x + 1 < width {
      cells[index + 1] = Cell(" ", style: cells[index + 1].style)
    }
  }
}
