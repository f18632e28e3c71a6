/// Ink values and what Pillow makes of them on a screen.
///
/// Adobe's programs store ink in JPEG inverted, 255 for none. Pillow takes every four-component JPEG to be so, and so does
/// this package.
enum CMYK {
  /// Each channel is ink-free paper less the ink: with inverted values c and k, `k − k · (255 − c) / 255`.
  ///
  /// Worked: c = 255, k = 255 is 255; c = 0 is 0; c = 128, k = 200 is 200 − round(200 · 127 / 255) = 100.
  static func convert(
    _ cmyk: UnsafePointer<UInt8>, isInverted: Bool, pixelCount: Int, into rgb: UnsafeMutablePointer<UInt8>
  ) {
    let mask: UInt8 = isInverted ? 0 : 255
    for pixel in 0..<pixelCount {
      let light = UInt32(cmyk[pixel &* 4 &+ 3] ^ mask)
      for channel in 0..<3 {
        let ink = 255 &- UInt32(cmyk[pixel &* 4 &+ channel] ^ mask)
        rgb[pixel &* 3 &+ channel] = UInt8(truncatingIfNeeded: light &- roundedQuotientBy255(light &* ink))
      }
    }
  }

  /// `value / 255` rounded to nearest, for values up to 255².
  @inline(__always)
  private static func roundedQuotientBy255(_ value: UInt32) -> UInt32 {
    let shifted = value &+ 128
    return ((shifted >> 8) &+ shifted) >> 8
  }
}
