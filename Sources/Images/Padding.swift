/// Makes images fit a larger extent.
enum Padding {
  /// The image within black borders.
  static func border(_ image: RGBImage, left: Int, top: Int, width: Int, height: Int) -> RGBImage {
    precondition(left + image.width <= width && top + image.height <= height, "the image fits its borders")
    if width == image.width && height == image.height { return image }
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    let lineByteCount = image.width * 3
    for row in 0..<image.height {
      let offset = ((row + top) * width + left) * 3
      pixels.replaceSubrange(
        offset..<offset + lineByteCount, with: image.pixels[row * lineByteCount..<(row + 1) * lineByteCount])
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }
}
