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

extension Histogram {
  mutating func add(_ other: Histogram) { counts.addCounts(other.counts) }
}

extension [UInt64] {
  /// Adds the counts of as many bins.
  mutating func addCounts(_ other: [UInt64]) {
    precondition(count == other.count, "the same bins")
    // By pointers and without traps, so that it vectorises: slots are merged under a lock.
    withUnsafeMutableBufferPointer { mine in
      other.withUnsafeBufferPointer { other in
        for bin in mine.indices { mine[bin] &+= other[bin] }
      }
    }
  }
}
