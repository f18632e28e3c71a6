internal import CKernels
package import Quantization

/// What observers need to know of a buffer; sums are in float64 and in an order that no machine changes.
package enum StatisticsKernels {
  /// Infinity and minus infinity for no elements; NaN is passed over.
  package static func range(_ x: UnsafePointer<Float>, count: Int) -> (minimum: Float, maximum: Float) {
    var minimum: Float = 0
    var maximum: Float = 0
    fq_range(x, count, &minimum, &maximum)
    return (minimum, maximum)
  }

  /// Widens the ranges that `minima` and `maxima` hold, one per channel.
  package static func channelRanges(
    _ x: UnsafePointer<Float>, rows: Int, channels: Int, minima: UnsafeMutablePointer<Float>,
    maxima: UnsafeMutablePointer<Float>
  ) {
    fq_channel_ranges(x, rows, channels, minima, maxima)
  }

  package static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    var sum = 0.0
    fq_sum_of_squares(x, count, &sum)
    return sum
  }

  /// `Σ (x̂ − x)²` of quantizing with one pair a tensor.
  package static func uniformSquaredError(
    _ x: UnsafePointer<Float>, count: Int, scale: Float, zeroPoint: Int32, format: IntegerFormat
  ) -> Double {
    var sum = 0.0
    fq_uniform_squared_error(
      x, count, scale, Float(zeroPoint), Float(format.minimum), Float(format.maximum), &sum)
    return sum
  }

  /// `Σ (x̂ − x)²` of quantizing with a pair a channel.
  package static func channelUniformSquaredError(
    _ x: UnsafePointer<Float>, rows: Int, channels: Int, scales: UnsafePointer<Float>,
    zeroPoints: UnsafePointer<Float>, format: IntegerFormat
  ) -> Double {
    var sum = 0.0
    fq_channel_uniform_squared_error(
      x, rows, channels, scales, zeroPoints, Float(format.minimum), Float(format.maximum), &sum)
    return sum
  }

  /// Adds to `errors[α · channels + c]` the squared error of channel c at the scale `scale · 2^α`, for α = 0…3.
  package static func powersOfTwoSquaredErrors(
    _ x: UnsafePointer<Float>, rows: Int, channels: Int, scale: Float, zeroPoint: Int32, format: IntegerFormat,
    errors: UnsafeMutablePointer<Double>
  ) {
    fq_powers_of_two_squared_errors(
      x, rows, channels, scale, Float(zeroPoint), Float(format.minimum), Float(format.maximum), errors)
  }
}
