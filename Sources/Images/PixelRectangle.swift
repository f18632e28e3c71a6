/// A part of an image, counted from its top left corner.
package struct PixelRectangle: Hashable, Sendable {
  package let left: Int
  package let top: Int
  package let width: Int
  package let height: Int

  package init(left: Int, top: Int, width: Int, height: Int) {
    precondition(left >= 0 && top >= 0 && width > 0 && height > 0, "a part of an image has pixels")
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  var columns: Range<Int> { left..<left + width }
  var rows: Range<Int> { top..<top + height }
}
