import CPNG

/// Decodes PNG by libpng, which hands over samples as stored; what they mean is decided here, as Pillow does.
enum PNGDecoder {
  static func decode(_ bytes: [UInt8], file: String) throws(ImageError) -> RGBImage {
    var header = cpng_header()
    try check(cpng_read_header(bytes, bytes.count, &header), file: file)
    let (width, height) = (Int(header.width), Int(header.height))
    try ImageDecoder.checkExtents(width: width, height: height, file: file)

    let byteCount = width * height * Int(header.channel_count) * (header.bit_depth == 16 ? 2 : 1)
    var palette = cpng_palette()
    var status = CPNG_OK
    let samples = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initializedCount in
      status = cpng_decode(bytes, bytes.count, buffer.baseAddress, byteCount, &palette)
      initializedCount = status == CPNG_OK ? byteCount : 0
    }
    try check(status, file: file)
    let pixels = withUnsafeBytes(of: &palette.colors) { colors in
      rgbPixels(samples, header, palette: colors, pixelCount: width * height)
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  private static func rgbPixels(
    _ samples: [UInt8], _ header: cpng_header, palette: UnsafeRawBufferPointer, pixelCount: Int
  ) -> [UInt8] {
    let isWide = header.bit_depth == 16
    switch (header.color_type, isWide) {
    case (PNG_COLOR_TYPE_RGB, false):
      return samples
    case (PNG_COLOR_TYPE_PALETTE, _):
      return pixels(pixelCount) { pixel, channel in palette[Int(samples[pixel]) &* 3 &+ channel] }
    case (PNG_COLOR_TYPE_GRAY, false):
      return pixels(pixelCount) { pixel, _ in samples[pixel] }
    case (PNG_COLOR_TYPE_GRAY, true):
      // Pillow keeps 16-bit grey as numbers and clips them at 255, where it halves the depth of every other 16-bit kind.
      return pixels(pixelCount) { pixel, _ in samples[pixel &* 2] == 0 ? samples[pixel &* 2 &+ 1] : 255 }
    default:
      let sampleStride = isWide ? 2 : 1
      let pixelStride = Int(header.channel_count) * sampleStride
      let channelStride = header.color_type & PNG_COLOR_MASK_COLOR == 0 ? 0 : sampleStride
      return pixels(pixelCount) { pixel, channel in samples[pixel &* pixelStride &+ channel &* channelStride] }
    }
  }

  @inline(__always)
  private static func pixels(_ count: Int, _ value: (_ pixel: Int, _ channel: Int) -> UInt8) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count * 3) { buffer, initializedCount in
      for pixel in 0..<count {
        for channel in 0..<3 { buffer[pixel &* 3 &+ channel] = value(pixel, channel) }
      }
      initializedCount = count * 3
    }
  }

  private static func check(_ status: cpng_status, file: String) throws(ImageError) {
    switch status {
    case CPNG_OK: return
    case CPNG_TRUNCATED: throw .truncated(file: file, format: .png)
    case CPNG_OUT_OF_MEMORY: throw .outOfMemory(file: file)
    default: throw .corrupt(file: file, format: .png)
    }
  }
}
