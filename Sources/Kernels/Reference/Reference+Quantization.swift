internal import Foundation
package import Quantization

extension Reference {
  /// `[rows, channels]` to codes; a quantizer of one pair serves all channels.
  package static func codes(_ x: [Float], channels: Int, _ quantizer: UniformQuantizer) -> [Int32] {
    let pairs = quantizer.scales.count
    return x.indices.map { quantizer.code(x[$0], channel: pairs == 1 ? 0 : $0 % channels) }
  }

  package static func quantizeDequantize(_ x: [Float], channels: Int, _ quantizer: UniformQuantizer) -> [Float] {
    let pairs = quantizer.scales.count
    return codes(x, channels: channels, quantizer).enumerated().map {
      quantizer.value($1, channel: pairs == 1 ? 0 : $0 % channels)
    }
  }

  /// `2^−⌊−log2 p⌉`, the logarithm correctly rounded to float32 and then half to even; zero where it has no code.
  package static func log2(_ p: Float, bits: Int) -> Float {
    let quantizer = Log2Quantizer(bits: bits)
    guard p > 0 else { return 0 }
    let exponent = RoundingRule.halfToEven(-Float(Foundation.log2(Double(p))))
    return quantizer.value(exponent >= Float(quantizer.levelCount) ? nil : Int(Swift.max(exponent, 0)))
  }

  /// Σ (x̂ − x)² with the differences in float32, as a sum in float64.
  package static func squaredError(_ x: [Float], channels: Int, _ quantizer: UniformQuantizer) -> Double {
    zip(quantizeDequantize(x, channels: channels, quantizer), x).reduce(0) {
      let difference = Double($1.0 - $1.1)
      return $0 + difference * difference
    }
  }
}
