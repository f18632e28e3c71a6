/// Counts of values in equal bins from `lower` to `upper`; values outside fall into the outer bins.
package struct Histogram: Hashable, Sendable, Codable {
  package let lower: Float
  package let upper: Float
  package var counts: [UInt64]

  package init(lower: Float, upper: Float, binCount: Int) {
    self.lower = lower
    self.upper = upper
    counts = [UInt64](repeating: 0, count: binCount)
  }

  package var binWidth: Float { (upper - lower) / Float(counts.count) }
}
