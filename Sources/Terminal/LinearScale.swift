/// Maps values to positions on an axis of dots or cells.
package struct LinearScale: Hashable, Sendable {
  package let lower: Double
  package let upper: Double
  package let count: Int

  /// An axis of `count` positions from `lower` to `upper`; ends that are equal or not finite make an axis of one value.
  package init(lower: Double, upper: Double, count: Int) {
    self.lower = lower
    self.upper = upper
    self.count = max(count, 0)
  }

  /// The position from 0 to `count − 1`, held to the ends; NaN counts as the lower end.
  package func position(_ value: Double) -> Int {
    guard count > 1, upper > lower, upper.isFinite, lower.isFinite, !value.isNaN else { return 0 }
    let fraction = min(max((value - lower) / (upper - lower), 0), 1)
    return Int((fraction * Double(count - 1)).rounded())
  }

  /// The position counted from the far end, for rows that count downward while values grow upward.
  package func flippedPosition(_ value: Double) -> Int { max(count - 1, 0) - position(value) }
}
