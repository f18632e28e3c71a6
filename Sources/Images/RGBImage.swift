/// An image of three interleaved 8-bit channels, rows from the top.
package struct RGBImage: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// Red, green, blue of each pixel: [height, width, 3].
  package let pixels: [UInt8]

  package init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0, "an image has pixels")
    precondition(pixels.count == width * height * 3, "three bytes per pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
