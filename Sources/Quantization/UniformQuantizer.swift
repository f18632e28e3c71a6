package import Tensors

/// Equally spaced levels: `q = clamp(⌊x / s + z⌉, qmin, qmax)`, `x̂ = (q − z) · s`.
///
/// One scale and zero point, or one pair per channel. Source: arXiv 2111.13824, section 3.1.
package struct UniformQuantizer: Hashable, Sendable, Codable {
  package let bits: Int
  package let isSigned: Bool
  package let scales: [Float]
  package let zeroPoints: [Int32]

  package var format: IntegerFormat { IntegerFormat(bits: bits, isSigned: isSigned) }

  /// The least scale, so that a constant site has one.
  package static let smallestScale = Float.ulpOfOne

  package init(format: IntegerFormat, scales: [Float], zeroPoints: [Int32]) {
    precondition(!scales.isEmpty && scales.count == zeroPoints.count, "one zero point per scale")
    bits = format.bits
    isSigned = format.isSigned
    self.scales = scales
    self.zeroPoints = zeroPoints
  }

  /// Unsigned levels that span each range from `minima` to `maxima`.
  package init(asymmetric bits: Int, minima: [Float], maxima: [Float]) {
    let format = IntegerFormat(bits: bits, isSigned: false)
    let top = Float(format.maximum)
    let scales = zip(minima, maxima).map { Swift.max(($1 - $0) / top, Self.smallestScale) }
    let zeroPoints = zip(minima, scales).map { minimum, scale in
      Int32(Swift.min(Swift.max(0 - RoundingRule.halfToEven(minimum / scale), 0), top))
    }
    self.init(format: format, scales: scales, zeroPoints: zeroPoints)
  }

  /// Signed levels around zero: a weight's, one scale per row of `weight` or one for all.
  package init(symmetric bits: Int, weight: Tensor, granularity: Granularity) {
    let format = IntegerFormat(bits: bits, isSigned: true)
    let rowCount = granularity == .channelWise ? weight.shape.dimensions[0] : 1
    let columnCount = weight.elements.count / rowCount
    let half = Float(format.maximum - format.minimum) / 2
    let scales = (0..<rowCount).map { row in
      let magnitude = weight.elements[row * columnCount..<(row + 1) * columnCount].reduce(Float(0)) {
        Swift.max($0, abs($1))
      }
      return Swift.max(magnitude / half, Self.smallestScale)
    }
    self.init(format: format, scales: scales, zeroPoints: [Int32](repeating: 0, count: rowCount))
  }

  /// The code of `x` in `channel` (0 where one pair serves all).
  package func code(_ x: Float, channel: Int = 0) -> Int32 {
    let raw = RoundingRule.halfToEven(x / scales[channel] + Float(zeroPoints[channel]))
    return Int32(Swift.min(Swift.max(raw, Float(format.minimum)), Float(format.maximum)))
  }

  package func value(_ code: Int32, channel: Int = 0) -> Float {
    Float(code - zeroPoints[channel]) * scales[channel]
  }
}
