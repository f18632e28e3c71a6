/// Keeps the outermost values of a stream, enough of them for its outer quantiles, in memory that does not grow.
package struct TailCollector: Sendable {
  /// The percentile observer's quantile, rounded to 32 bits as `torch.quantile` rounds it.
  package static let highQuantile = Double(Float(0.99999))
  package static let lowQuantile = Double(Float(1 - 0.99999))

  /// Values that the whole stream will have.
  package let expectedCount: Int
  private let capacity: Int
  private var low: [Float] = []
  private var high: [Float] = []
  private var lowThreshold = Float.infinity
  private var highThreshold = -Float.infinity

  package init(expectedCount: Int) {
    self.expectedCount = expectedCount
    let last = Double(expectedCount - 1)
    let fromBottom = Int(Self.lowQuantile * last) + 2
    let fromTop = expectedCount - Int(Self.highQuantile * last)
    capacity = Swift.max(fromBottom, fromTop) + 1
  }

  package mutating func add(_ values: UnsafeBufferPointer<Float>) {
    for value in values {
      if value < lowThreshold { insertLow(value) }
      if value > highThreshold { insertHigh(value) }
    }
  }

  package mutating func merge(_ other: TailCollector) {
    other.low.withUnsafeBufferPointer { values in for value in values where value < lowThreshold { insertLow(value) } }
    other.high.withUnsafeBufferPointer { values in
      for value in values where value > highThreshold { insertHigh(value) }
    }
  }

  private mutating func insertLow(_ value: Float) {
    low.append(value)
    guard low.count >= 2 * capacity else { return }
    low.sort()
    low.removeSubrange(capacity...)
    lowThreshold = low[capacity - 1]
  }

  private mutating func insertHigh(_ value: Float) {
    high.append(value)
    guard high.count >= 2 * capacity else { return }
    high.sort(by: >)
    high.removeSubrange(capacity...)
    highThreshold = high[capacity - 1]
  }

  /// The two quantiles by linear interpolation at rank q · (n − 1).
  package var quantiles: (low: Float, high: Float) {
    let ascending = low.sorted()
    let descending = high.sorted(by: >)
    let last = Double(expectedCount - 1)
    let lowRank = Self.lowQuantile * last
    let highRank = Self.highQuantile * last
    func between(_ a: Float, _ b: Float, _ rank: Double) -> Float {
      let weight = Float(rank - rank.rounded(.down))
      return weight < 0.5 ? a + weight * (b - a) : b - (b - a) * (1 - weight)
    }
    let lowIndex = Int(lowRank)
    let lowNext = Swift.min(lowIndex + 1, ascending.count - 1)
    // Counted from the top: the greatest value has rank n − 1 and index 0.
    let highIndex = expectedCount - 1 - Int(highRank)
    let highNext = Swift.max(highIndex - 1, 0)
    return (
      between(ascending[lowIndex], ascending[lowNext], lowRank),
      between(descending[highIndex], descending[highNext], highRank)
    )
  }
}
