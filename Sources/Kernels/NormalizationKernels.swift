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
}
