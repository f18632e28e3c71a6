/// A function of one number.
package enum ElementwiseFunction: Sendable, Hashable, CaseIterable {
  /// The exact GELU, by the error function.
  case gelu
  /// GELU by the hyperbolic tangent.
  case geluTanh
  /// `x · σ(1.702 x)`.
  case quickGELU
  case silu
  case relu
  case sigmoid
  case tanh
  /// `e^min(x, ln 100)`.
  case boundedExponential
}
