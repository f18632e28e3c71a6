internal import CKernels

/// Float32 normalizations of rows.
package enum NormalizationKernels {
  /// `(x − mean) / sqrt(variance + epsilon) · weight + bias`, a row at a time; `y` may be `x`.
  package static func layerNorm(
    _ x: UnsafePointer<Float>, rows: Int, channels: Int, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    epsilon: Float, into y: UnsafeMutablePointer<Float>
  ) {
    fq_layer_norm(x, rows, channels, weight, bias, epsilon, y)
  }

  package static func softmax(_ x: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    fq_softmax(x, rows, columns)
  }

  /// `x / sqrt(mean of squares + epsilon) · weight`, a row at a time; `y` may be `x`.
  package static func rootMeanSquareNorm(
    _ x: UnsafePointer<Float>, rows: Int, channels: Int, weight: [Float], epsilon: Float,
    into y: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let (source, target) = (x + row * channels, y + row * channels)
      var sum: Float = 0
      for channel in 0..<channels { sum += source[channel] * source[channel] }
      let factor = 1 / (sum / Float(channels) + epsilon).squareRoot()
      for channel in 0..<channels { target[channel] = source[channel] * factor * weight[channel] }
    }
  }

  /// Divides each row by its length, or by `epsilon` where that is more, in place.
  package static func unitRows(_ x: UnsafeMutablePointer<Float>, rows: Int, channels: Int, epsilon: Float) {
    for row in 0..<rows {
      let values = x + row * channels
      var sum: Float = 0
      for channel in 0..<channels { sum += values[channel] * values[channel] }
      let length = max(sum.squareRoot(), epsilon)
      for channel in 0..<channels { values[channel] /= length }
    }
  }
}
