/// How an 8-bit pixel becomes a number before mean and deviation are taken off.
package enum PixelScaling: Hashable, Sendable {
  /// Divided by 255 in 32 bits, as torchvision does.
  case division
  /// Multiplied in 64 bits, then rounded to 32, as transformers does.
  case factor(Double)
  /// 0 to 255.
  case none

  func value(of pixel: Int) -> Float {
    switch self {
    case .division: Float(pixel) / 255
    case .factor(let factor): Float(Double(pixel) * factor)
    case .none: Float(pixel)
    }
  }
}
