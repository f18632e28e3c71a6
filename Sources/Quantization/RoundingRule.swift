/// How a real number becomes an integer; every rounding in this project names its rule.
///
/// | x | `halfToEven` | `down` |
/// | --- | --- | --- |
/// | 2.5 | 2 | 2 |
/// | 3.5 | 4 | 3 |
/// | −2.5 | −2 | −3 |
/// | −0.2 | 0 | −1 |
package enum RoundingRule: Sendable {
  case halfToEven
  case down

  package func callAsFunction(_ x: Float) -> Float {
    switch self {
    case .halfToEven: x.rounded(.toNearestOrEven)
    case .down: x.rounded(.down)
    }
  }

  package func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .halfToEven: x.rounded(.toNearestOrEven)
    case .down: x.rounded(.down)
    }
  }
}
