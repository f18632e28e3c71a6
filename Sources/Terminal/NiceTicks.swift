/// Round values along an axis: multiples of 1, 2 or 5 times a power of ten.
package struct NiceTicks: Hashable, Sendable {
  package let values: [Double]
  package let step: Double
  /// How many decimal places the values need.
  package let places: Int

  /// The ticks within the range, as many as there can be up to `maxCount`; none for an empty or infinite range.
  package init(lower: Double, upper: Double, maxCount: Int) {
    guard lower.isFinite, upper.isFinite, upper > lower, maxCount > 0, (upper - lower).isFinite else {
      values = []
      step = 0
      places = 0
      return
    }
    var exponent = Self.floorLog10((upper - lower) / Double(maxCount))
    while true {
      for factor in [1.0, 2, 5] {
        let candidate = factor * Self.power10(exponent)
        let first = (lower / candidate - 1e-9).rounded(.up)
        let last = (upper / candidate + 1e-9).rounded(.down)
        guard last - first + 1 <= Double(maxCount) else { continue }
        step = candidate
        places = max(-exponent, 0)
        // The index times the step, not a running sum, so that errors do not add up; + 0 turns −0 into 0.
        values = first > last ? [] : stride(from: first, through: last, by: 1).map { $0 * candidate + 0 }
        return
      }
      exponent += 1
    }
  }

  /// The values as text, all with the same number of places.
  package var labels: [String] { values.map { NumberText.fixed($0, places: places) } }

  private static func floorLog10(_ value: Double) -> Int {
    var exponent = 0
    while power10(exponent) > value, exponent > -300 { exponent -= 1 }
    while power10(exponent + 1) <= value, exponent < 300 { exponent += 1 }
    return exponent
  }

  private static func power10(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }
}
