/// Makes images fit a larger extent.
enum Padding {
  /// The image within borders of that colour.
  static func border(
    _ image: RGBImage, left: Int, top: Int, width: Int, height: Int, color: PixelColor = .black
  ) -> RGBImage {
    precondition(left + image.width <= width && top + image.height <= height, "the image fits its borders")
    if width == image.width && height == image.height { return image }
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    if color != .black {
      for pixel in 0..<width * height {
        (pixels[pixel * 3], pixels[pixel * 3 + 1], pixels[pixel * 3 + 2]) = (color.red, color.green, color.blue)
      }
    }
    let lineByteCount = image.width * 3
    for row in 0..<image.height {
      let offset = ((row + top) * width + left) * 3
      pixels.replaceSubrange(
        offset..<offset + lineByteCount, with: image.pixels[row * lineByteCount..<(row + 1) * lineByteCount])
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }
}
