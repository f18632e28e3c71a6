import Foundation

/// How a resize weighs the source pixels, by the names that model configurations use.
///
/// | case | reach in source pixels | weight at distance x |
/// | --- | --- | --- |
/// | nearest | – | the pixel under the centre |
/// | box | 0.5 | 1 |
/// | bilinear | 1 | 1 − \|x\| |
/// | hamming | 1 | sinc(x) · (0.54 + 0.46 · cos πx) |
/// | bicubic | 2 | Keys' cubic with a = −0.5 |
/// | lanczos | 3 | sinc(x) · sinc(x / 3) |
///
/// Where the image shrinks, reach and distance grow with the scale, so that every source pixel counts.
package enum Interpolation: String, Codable, Hashable, Sendable, CaseIterable {
  case nearest, box, bilinear, hamming, bicubic, lanczos

  var reach: Double {
    switch self {
    case .nearest: 0
    case .box: 0.5
    case .bilinear, .hamming: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  func weight(at distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .nearest:
      return 0
    case .box:
      // A pixel exactly between two boxes belongs to one of them only.
      return distance > -0.5 && distance <= 0.5 ? 1 : 0
    case .bilinear:
      return x < 1 ? 1 - x : 0
    case .hamming:
      // Pillow has its two constants in 32 bits.
      return x < 1 ? Self.sinc(x) * (Double(Float(0.54)) + Double(Float(0.46)) * cos(x * .pi)) : 0
    case .bicubic:
      let a = -0.5
      if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
      return 0
    case .lanczos:
      return x < 3 ? Self.sinc(x) * Self.sinc(x / 3) : 0
    }
  }

  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(x * .pi) / (x * .pi)
  }
}
