/// A count out of a number of images, with its 95 % interval.
package struct Proportion: Hashable, Sendable, Codable {
  package var count: Int
  package var total: Int

  package init(count: Int, total: Int) {
    self.count = count
    self.total = total
  }

  /// Takes in one more image.
  mutating func add(_ isCounted: Bool) {
    total += 1
    if isCounted { count += 1 }
  }

  /// 0 where nothing was counted yet.
  package var percent: Double { total == 0 ? 0 : 100 * Double(count) / Double(total) }

  /// The Wilson score interval at 95 %, in percent. Source: Wilson, JASA 22 (1927).
  package var interval: ClosedRange<Double> {
    guard total > 0 else { return 0...100 }
    let z = Interval.normalQuantile95
    let n = Double(total)
    let p = Double(count) / n
    let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let low = count == 0 ? 0 : max(0, centre - half)
    let high = count == total ? 1 : min(1, centre + half)
    return 100 * low...100 * high
  }
}

package enum Interval {
  /// Two-sided 95 % quantile of the standard normal distribution.
  package static let normalQuantile95 = 1.959963984540054
}

extension ClosedRange<Double> {
  /// Both ends, as files and JSON hold an interval.
  package var ends: [Double] { [lowerBound, upperBound] }
}
