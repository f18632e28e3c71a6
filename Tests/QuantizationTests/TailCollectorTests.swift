import Quantization
import TestSupport
import Testing

@Suite struct TailCollectorTests {
  enum Shape: String, CaseIterable {
    case normal, uniform, fewValues, constant, ascending, descending

    func values(_ count: Int, using generator: inout SeededGenerator) -> [Float] {
      switch self {
      case .normal: (0..<count).map { _ in generator.normal() }
      case .uniform: (0..<count).map { _ in Float.random(in: -3...5, using: &generator) }
      case .fewValues: (0..<count).map { _ in Float(Int.random(in: -2...2, using: &generator)) }
      case .constant: [Float](repeating: 1.25, count: count)
      case .ascending: (0..<count).map { Float($0) * 0.001 - 7 }
      case .descending: (0..<count).map { 7 - Float($0) * 0.001 }
      }
    }
  }

  /// Linear interpolation at rank q · (n − 1) of the sorted values, in float64.
  private static func quantile(_ q: Double, of sorted: [Float]) -> Double {
    let rank = q * Double(sorted.count - 1)
    let index = Int(rank)
    let next = min(index + 1, sorted.count - 1)
    return Double(sorted[index]) + (rank - Double(index)) * (Double(sorted[next]) - Double(sorted[index]))
  }

  private static func collect(_ values: ArraySlice<Float>, expectedCount: Int) -> TailCollector {
    var collector = TailCollector(expectedCount: expectedCount)
    // The collector copies what it keeps.
    values.withUnsafeBufferPointer { collector.add($0) }
    return collector
  }

  @Test func `The quantiles are those of a 32-bit 0.99999`() {
    #expect(abs(TailCollector.highQuantile - 0.99998998641968) < 1e-14)
    #expect(TailCollector.lowQuantile == Double(Float(0.00001)) || abs(TailCollector.lowQuantile - 1e-5) < 1e-9)
  }

  @Test(arguments: [1, 2, 10, 1000, 70_000, 300_000], Shape.allCases)
  func `Agrees with sorting`(count: Int, shape: Shape) {
    var generator = SeededGenerator(seed: UInt64(count))
    let values = shape.values(count, using: &generator)
    let quantiles = Self.collect(values[...], expectedCount: count).quantiles
    let sorted = values.sorted()
    for (found, q) in [(quantiles.low, TailCollector.lowQuantile), (quantiles.high, TailCollector.highQuantile)] {
      let expected = Self.quantile(q, of: sorted)
      // One rounding of the weight, one of the product and one of the sum, in float32.
      let bound = 4 * 0x1p-24 * Double(max(abs(sorted[0]), abs(sorted[count - 1])))
      #expect(abs(Double(found) - expected) <= bound, "seed \(generator.seed), \(count) \(shape) values, quantile \(q)")
    }
  }

  @Test(arguments: [10, 1000, 300_000], [Shape.normal, .fewValues, .ascending, .descending])
  func `Parts merge to the same, however they are cut`(count: Int, shape: Shape) {
    var generator = SeededGenerator(seed: 900 + UInt64(count))
    let values = shape.values(count, using: &generator)
    let whole = Self.collect(values[...], expectedCount: count).quantiles
    for _ in 0..<5 {
      var parts: [TailCollector] = []
      var start = 0
      while start < count {
        let end = min(count, start + Int.random(in: 1...max(2, count / 4), using: &generator))
        parts.append(Self.collect(values[start..<end], expectedCount: count))
        start = end
      }
      var merged = TailCollector(expectedCount: count)
      for part in parts.shuffled(using: &generator) { merged.merge(part) }
      let found = merged.quantiles
      #expect(
        found.low == whole.low && found.high == whole.high, "seed \(generator.seed), \(parts.count) parts of \(count)")
    }
  }
}
