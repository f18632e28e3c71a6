internal import CKernels
import Foundation

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

  package static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { y[index] = a[index] * b[index] }
  }

  /// Applies a function in place.
  package static func apply(_ function: ElementwiseFunction, _ x: UnsafeMutablePointer<Float>, count: Int) {
    switch function {
    case .gelu: fq_gelu(x, x, count)
    case .geluTanh:
      for index in 0..<count {
        let value = x[index]
        x[index] = 0.5 * value * (1 + tanhf(0.7978845608028654 * (value + 0.044715 * value * value * value)))
      }
    case .quickGELU: for index in 0..<count { x[index] *= sigmoid(1.702 * x[index]) }
    case .silu: for index in 0..<count { x[index] *= sigmoid(x[index]) }
    case .relu: for index in 0..<count { x[index] = max(x[index], 0) }
    case .sigmoid: for index in 0..<count { x[index] = sigmoid(x[index]) }
    case .tanh: for index in 0..<count { x[index] = tanhf(x[index]) }
    case .boundedExponential: for index in 0..<count { x[index] = expf(min(x[index], 4.605170185988092)) }
    }
  }

  private static func sigmoid(_ x: Float) -> Float { 1 / (1 + expf(-x)) }
}
