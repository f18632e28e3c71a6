import Kernels
import Quantization
import TestSupport
import Testing

/// Exact: one division a level and a table against 128-bit integers an element.
@Suite struct LogIntSoftmaxTests {
  static let scales: [Float] = [.ulpOfOne, 1e-5, 1e-4, 0.003, 0.02, 0.0777, 0.3, 0.6931, 1, 10]

  @Test(arguments: scales) func isTheTwin(scale: Float) {
    for sample in Sample.small + [Sample(rows: 40, channels: 197, spread: 1, seed: 41)] {
      for bits in 2...8 {
        let quantizer = LogIntSoftmaxQuantizer(bits: bits, scoreScale: scale)
        check(integers(sample, mostSteps: [3, 40, 255][bits % 3]), columns: sample.channels, quantizer, "\(sample)")
      }
    }
  }

  @Test func everyDistanceAndEveryRatio() {
    for scale in Self.scales {
      for count in [1, 2, 3, 7, 50, 1000] {
        // One score at each distance, and the largest `count` times, so that the sum varies.
        let row = (0..<256).map { Int64(-$0) } + [Int64](repeating: 0, count: count)
        let quantizer = LogIntSoftmaxQuantizer(bits: 4, scoreScale: scale)
        check(row, columns: row.count, quantizer, "scale \(scale), \(count) largest")
      }
    }
  }

  /// The kernel's table is searched, so it must not rise; where k steps it is closest to that.
  @Test func exponentialsDoNotRise() {
    for steps in 1...255 {
      // Just below this scale a halving takes a little more than `steps` score steps.
      var scale = Float(0.6931) / Float(steps)
      for _ in 0..<40 {
        _ = LogIntSoftmaxKernel(quantizer: LogIntSoftmaxQuantizer(bits: 4, scoreScale: scale))
        scale *= 1 - 0x1p-16
      }
    }
  }

  @Test func equalScoresShareEvenly() {
    let kernel = LogIntSoftmaxKernel(quantizer: LogIntSoftmaxQuantizer(bits: 4, scoreScale: 0.1))
    // R = columns: 4 → 2⁻², 6 = 1.5 · 4 → 2⁻³, 5 → 2⁻²; 2¹⁶ · ¾ is beyond the last code.
    for (columns, expected) in [(1, Float(1)), (4, 0.25), (5, 0.25), (6, 0.125), (3, 0.25), (49_152, 0)] {
      let y = [Float](repeating: 0.7, count: columns).mapped { kernel.run($0, rows: 1, columns: columns) }
      #expect(y.allSatisfy { $0 == expected }, "\(columns) columns")
    }
  }

  @Test(arguments: scales) func theRealFormIsItsTwin(scale: Float) {
    for sample in Sample.small + [Sample(rows: 40, channels: 197, spread: 1, seed: 42)] {
      let quantizer = LogIntSoftmaxQuantizer(bits: 4, scoreScale: scale)
      let kernel = LogIntSoftmaxKernel(quantizer: quantizer)
      let x = sample.values().map { $0 * 20 * Swift.min(scale * 4, 1) }
      let fast = x.mapped { kernel.runReal($0, rows: sample.rows, columns: sample.channels) }
      let expected = (0..<sample.rows).flatMap { row in
        Reference.logIntSoftmaxReal(Array(x[row * sample.channels..<(row + 1) * sample.channels]), quantizer)
      }
      #expect(fast == expected, "\(sample), scale \(scale)")
    }
  }

  @Test func theRealFormOfWholeScoresIsNearlyTheExactOne() {
    let quantizer = LogIntSoftmaxQuantizer(bits: 4, scoreScale: 0.0625)
    let kernel = LogIntSoftmaxKernel(quantizer: quantizer)
    let sample = Sample(rows: 100, channels: 197, spread: 1, seed: 43)
    let x = integers(sample, mostSteps: 120).map { Float($0) * 0.0625 }
    let real = x.mapped { kernel.runReal($0, rows: 100, columns: 197) }
    let exact = x.mapped { kernel.run($0, rows: 100, columns: 197) }
    // A float32 sum is off by 2⁻²⁴ of itself, so only ratios within that of a step may differ.
    #expect(zip(real, exact).count { $0 != $1 } <= 2, "\(sample)")
  }

  @Test func hostileValuesDoNotEndTheProgram() {
    let kernel = LogIntSoftmaxKernel(quantizer: LogIntSoftmaxQuantizer(bits: 4, scoreScale: 0.1))
    _ = hostileValues.mapped { kernel.run($0, rows: 1, columns: hostileValues.count) }
    _ = hostileValues.mapped { kernel.runReal($0, rows: 1, columns: hostileValues.count) }
    _ = hostileValues.mapped { kernel.runReal($0, rows: hostileValues.count, columns: 1) }
    var codes = [UInt8](repeating: 0, count: hostileValues.count)
    kernel.codes(hostileValues, rows: 1, columns: hostileValues.count, into: &codes)
  }

  private func integers(_ sample: Sample, mostSteps: Int64) -> [Int64] {
    var generator = SeededGenerator(seed: sample.seed)
    return (0..<sample.count).map { index in
      // The last row's scores are all equal.
      index >= sample.count - sample.channels && sample.rows > 1
        ? 5 : Int64.random(in: -mostSteps / 2...(mostSteps - mostSteps / 2), using: &generator)
    }
  }

  private func check(
    _ integers: [Int64], columns: Int, _ quantizer: LogIntSoftmaxQuantizer, _ comment: Comment
  ) {
    let kernel = LogIntSoftmaxKernel(quantizer: quantizer)
    let rows = integers.count / columns
    let x = integers.map { Float($0) * quantizer.scoreScale }
    let expected = (0..<rows).flatMap {
      Reference.logIntSoftmax(Array(integers[$0 * columns..<($0 + 1) * columns]), quantizer)
    }
    var codes = [UInt8](repeating: 0, count: x.count)
    kernel.codes(x, rows: rows, columns: columns, into: &codes)
    #expect(codes == expected.map { $0.map(UInt8.init) ?? kernel.zeroCode }, comment)
    let values = x.mapped { kernel.run($0, rows: rows, columns: columns) }
    #expect(values == expected.map { $0.map { Float(sign: .plus, exponent: -$0, significand: 1) } ?? 0 }, comment)
  }
}
