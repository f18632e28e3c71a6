internal import CKernels

/// Element by element; every result may overwrite an operand.
package enum ElementwiseKernels {
  package static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    fq_add(a, b, y, count)
  }

  package static func scale(_ x: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    fq_scale(x, factor, count)
  }

  /// The exact GELU, `x · Φ(x)` by the error function, which is within 2e-7 here.
  package static func gelu(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    fq_gelu(x, y, count)
  }
}
