/// Cuts parts out of images.
enum Cropping {
  static func crop(_ image: RGBImage, to part: PixelRectangle) -> RGBImage {
    precondition(part.columns.upperBound <= image.width && part.rows.upperBound <= image.height, "a part lies within")
    if part.width == image.width && part.height == image.height { return image }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(part.width * part.height * 3)
    for row in part.rows {
      let offset = (row * image.width + part.left) * 3
      pixels += image.pixels[offset..<offset + part.width * 3]
    }
    return RGBImage(width: part.width, height: part.height, pixels: pixels)
  }

  /// The image within black borders.
  static func pad(_ image: RGBImage, left: Int, top: Int, width: Int, height: Int) -> RGBImage {
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
