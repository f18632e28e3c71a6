/// Uniform levels whose scale is one number for the layer times a power of two for each channel: channel c has `s · 2^α_c`.
///
/// Source: arXiv 2111.13824, section 3.2; the same zero point serves every exponent, as in the authors' program.
package struct PowersOfTwoScaleQuantizer: Hashable, Sendable, Codable {
  package static let exponentRange: ClosedRange<UInt8> = 0...3

  package let bits: Int
  package let scale: Float
  package let zeroPoint: Int32
  package let exponents: [UInt8]

  package init(bits: Int, scale: Float, zeroPoint: Int32, exponents: [UInt8]) {
    self.bits = bits
    self.scale = scale
    self.zeroPoint = zeroPoint
    self.exponents = exponents
  }

  /// Scale and zero point of a layer whose channels together span `minimum` to `maximum`.
  package static func base(bits: Int, minimum: Float, maximum: Float) -> (scale: Float, zeroPoint: Int32) {
    let top = Float(IntegerFormat(bits: bits, isSigned: false).maximum)
    let widest = Swift.max((maximum - minimum) / top, UniformQuantizer.smallestScale)
    let zeroPoint = Swift.min(Swift.max(0 - RoundingRule.halfToEven(minimum / widest), 0), top)
    return (widest / 8, Int32(zeroPoint))
  }

  package func scale(ofChannel channel: Int) -> Float { scale * Float(1 << Int(exponents[channel])) }

  package var channelScales: [Float] { exponents.indices.map(scale(ofChannel:)) }

  /// The same levels as a channel-wise uniform quantizer.
  package var uniform: UniformQuantizer {
    UniformQuantizer(
      format: IntegerFormat(bits: bits, isSigned: false), scales: channelScales,
      zeroPoints: [Int32](repeating: zeroPoint, count: exponents.count))
  }
}
