/// The integer constants of i-exp at one scale of scores, and the exponentials of all 256 distances.
///
/// With distance d = max − X: k = ⌊d / |x₀|⌋, r = −(d − k · |x₀|), and the exponential is
/// `max(0, r · (r + b) + c) · 2^(30 − k)`. The three constants are quotients in float32, rounded down.
package struct LogIntSoftmaxConstants: Hashable, Sendable {
  static let terms: Int64 = 30
  static let distanceCount = 256

  /// ⌊x₀ / s⌋ with x₀ = −0.6931: minus the number of score steps that halve the exponential.
  package let step: Int64
  /// ⌊b / s⌋ with b = 0.96963238 / 0.35815147.
  package let linear: Int64
  /// ⌊c / s²⌋ with c = 1 / 0.35815147.
  package let constant: Int64

  package init(scoreScale: Float) {
    precondition(scoreScale >= Float.ulpOfOne && scoreScale.isFinite, "the scale of scores is at least 2⁻²³")
    step = Int64((Float(-0.6931) / scoreScale).rounded(.down))
    linear = Int64((Float(0.96963238 / 0.35815147) / scoreScale).rounded(.down))
    constant = Int64((Float(1 / 0.35815147) / (scoreScale * scoreScale)).rounded(.down))
  }

  /// The polynomial factor and k of the exponential `polynomial · 2^(30 − k)`.
  package func exponential(ofDistance d: Int) -> (polynomial: UInt64, halvings: Int64) {
    let distance = Swift.min(Int64(d), -step * Self.terms)
    let halvings = distance / -step
    let remainder = -(distance - halvings * -step)
    return (UInt64(Swift.max(0, remainder * (remainder + linear) + constant)), halvings)
  }

  /// The exponentials of distances 0…255, all divided by 2^(30 − K) with K the greatest k among them.
  ///
  /// Codes depend on ratios of exponentials alone, and no k exceeds K, so nothing is lost; but the numbers shrink from
  /// up to 78 bits to at most 48, and a row's sum fits 64. (Small scales have large polynomials and K = 0; from 0.08 on K
  /// is 30, and the polynomial has 9 bits.)
  package var sharedExponentials: [UInt64] {
    let all = (0..<Self.distanceCount).map(exponential(ofDistance:))
    let most = all.map(\.halvings).max() ?? 0
    return all.map { $0.polynomial << UInt64(most - $0.halvings) }
  }
}
