/// An area of character cells, with the origin at the top left; its extent is never negative.
package struct Rect: Hashable, Sendable {
  package let x: Int
  package let y: Int
  package let width: Int
  package let height: Int

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(width, 0)
    self.height = max(height, 0)
  }

  package init(_ size: Size) { self.init(x: 0, y: 0, width: size.width, height: size.height) }

  package static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

  package var size: Size { Size(width: width, height: height) }
  package var isEmpty: Bool { width == 0 || height == 0 }
  package var minX: Int { x }
  package var minY: Int { y }
  /// One past the last column.
  package var maxX: Int { x + width }
  /// One past the last row.
  package var maxY: Int { y + height }

  package func contains(x: Int, y: Int) -> Bool { x >= minX && x < maxX && y >= minY && y < maxY }

  /// This area without `count` cells on each side.
  package func inset(_ count: Int = 1) -> Rect { inset(left: count, top: count, right: count, bottom: count) }

  package func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
    Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
      .intersection(self)
  }

  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  /// A left part of `column` cells (fewer where there are fewer), and the rest at its right.
  package func splitHorizontally(at column: Int) -> (left: Rect, right: Rect) {
    let count = min(max(column, 0), width)
    return (
      Rect(x: x, y: y, width: count, height: height),
      Rect(x: x + count, y: y, width: width - count, height: height)
    )
  }

  /// An upper part of `row` cells (fewer where there are fewer), and the rest below it.
  package func splitVertically(at row: Int) -> (top: Rect, bottom: Rect) {
    let count = min(max(row, 0), height)
    return (
      Rect(x: x, y: y, width: width, height: count),
      Rect(x: x, y: y + count, width: width, height: height - count)
    )
  }

  /// The part of the area that is row `index` counted from its top; empty where there is none.
  package func row(_ index: Int) -> Rect {
    Rect(x: x, y: y + index, width: width, height: index >= 0 && index < height ? 1 : 0)
  }
}
