internal import CKernels
package import Quantization

/// Codes of `UniformQuantizer` and `Log2Quantizer` over buffers; NaN gets the least code.
package enum QuantizationKernels {
  /// Replaces values by those of their codes, one pair a tensor.
  package static func quantizeDequantize(
    _ x: UnsafeMutablePointer<Float>, count: Int, scale: Float, zeroPoint: Int32, format: IntegerFormat
  ) {
    fq_quantize_dequantize(x, count, scale, Float(zeroPoint), Float(format.minimum), Float(format.maximum))
  }

  /// Replaces values by those of their codes, a pair a channel.
  package static func quantizeDequantize(
    _ x: UnsafeMutablePointer<Float>, rows: Int, channels: Int, scales: UnsafePointer<Float>,
    zeroPoints: UnsafePointer<Float>, format: IntegerFormat
  ) {
    fq_quantize_dequantize_channels(
      x, rows, channels, scales, zeroPoints, Float(format.minimum), Float(format.maximum))
  }

  package static func codes(
    _ x: UnsafePointer<Float>, count: Int, scale: Float, zeroPoint: Int32, format: IntegerFormat,
    into codes: UnsafeMutablePointer<Int32>
  ) {
    fq_codes(x, count, scale, Float(zeroPoint), Float(format.minimum), Float(format.maximum), codes)
  }

  package static func codes(
    _ x: UnsafePointer<Float>, rows: Int, channels: Int, scales: UnsafePointer<Float>,
    zeroPoints: UnsafePointer<Float>, format: IntegerFormat, into codes: UnsafeMutablePointer<Int32>
  ) {
    fq_codes_channels(
      x, rows, channels, scales, zeroPoints, Float(format.minimum), Float(format.maximum), codes)
  }

  /// Replaces probabilities by powers of two: `2^−⌊−log2 p⌉`, and zero where the exponent has no code.
  package static func log2(_ p: UnsafeMutablePointer<Float>, count: Int, bits: Int) {
    let levelCount = UInt32(Log2Quantizer(bits: bits).levelCount)
    Log2Thresholds.significands.withUnsafeBufferPointer { fq_log2(p, count, levelCount, $0.baseAddress) }
  }
}
