import Graphs
import Kernels

extension Rotation {
  /// Turns the columns of every row behind the prefix in place.
  func apply(to x: UnsafeMutablePointer<Float>, rows: Int, columns width: Int) {
    let half = headDimension / 2
    for row in prefixCount..<max(rows, prefixCount) {
      let table = (row - prefixCount) * headDimension
      for start in stride(from: columns.lowerBound, to: columns.upperBound, by: headDimension) {
        let head = x + row * width + start
        for pair in 0..<half {
          let (a, b) = pairing == .halves ? (pair, pair + half) : (2 * pair, 2 * pair + 1)
          let (first, second) = (head[a], head[b])
          head[a] = first * cosines[table + a] - second * sines[table + a]
          head[b] = second * cosines[table + b] + first * sines[table + b]
        }
      }
    }
  }
}

extension Activation {
  /// By element.
  var function: ElementwiseFunction {
    switch self {
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    case .quickGELU: .quickGELU
    case .silu: .silu
    case .relu: .relu
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    case .boundedExponential: .boundedExponential
    }
  }
}
