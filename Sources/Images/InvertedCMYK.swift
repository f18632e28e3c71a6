/// Ink values as Adobe's programs store them in JPEG, 255 for no ink, and what Pillow makes of them on a screen.
///
/// Pillow takes every four-component JPEG to be inverted, so this package does too.
enum InvertedCMYK {
  /// Each channel is ink-free paper less the ink: with stored values c and k, `k − k · (255 − c) / 255`.
  ///
  /// Worked: c = 255, k = 255 is 255; c = 0 is 0; c = 128, k = 200 is 200 − round(200 · 127 / 255) = 100.
  static func rgbPixels(_ cmyk: [UInt8]) -> [UInt8] {
    let pixelCount = cmyk.count / 4
    return [UInt8](unsafeUninitializedCapacity: pixelCount * 3) { rgb, initializedCount in
      for pixel in 0..<pixelCount {
        let light = UInt32(cmyk[pixel &* 4 &+ 3])
        for channel in 0..<3 {
          let ink = 255 &- UInt32(cmyk[pixel &* 4 &+ channel])
          rgb[pixel &* 3 &+ channel] = UInt8(truncatingIfNeeded: light &- roundedQuotientBy255(light &* ink))
        }
      }
      initializedCount = pixelCount * 3
    }
  }

  /// `value / 255` rounded to nearest, for values up to 255².
  @inline(__always)
  private static func roundedQuotientBy255(_ value: UInt32) -> UInt32 {
    let shifted = value &+ 128
    return ((shifted >> 8) &+ shifted) >> 8
  }
}
