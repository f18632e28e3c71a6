import Kernels
import Quantization
import TestSupport
import Testing

@Suite struct StatisticsTests {
  /// Float64 sums of up to 151,296 terms of one sign, in any order: n · 2⁻⁵³ of the sum.
  static let sumBound = 2e-11
  static let format = IntegerFormat(bits: 8, isSigned: false)

  @Test func rangesAreExact() {
    for sample in Sample.all {
      let x = sample.values()
      let range = StatisticsKernels.range(x, count: x.count)
      #expect(range.minimum == x.min() && range.maximum == x.max(), "\(sample)")
      var minima = [Float](repeating: -0.5, count: sample.channels)
      var maxima = [Float](repeating: 0.5, count: sample.channels)
      StatisticsKernels.channelRanges(
        x, rows: sample.rows, channels: sample.channels, minima: &minima, maxima: &maxima)
      for c in 0..<sample.channels {
        let column = stride(from: c, to: x.count, by: sample.channels).map { x[$0] }
        #expect(minima[c] == Swift.min(column.min()!, -0.5) && maxima[c] == Swift.max(column.max()!, 0.5), "\(sample)")
      }
    }
    let empty = StatisticsKernels.range([], count: 0)
    #expect(empty.minimum == .infinity && empty.maximum == -.infinity)
    #expect(StatisticsKernels.range([.nan, 1, .nan], count: 3) == (1, 1))
  }

  @Test func sumsAreWithinTheirBound() {
    for sample in Sample.all {
      let x = sample.values()
      expect(StatisticsKernels.sumOfSquares(x, count: x.count), x.reduce(0) { $0 + Double($1) * Double($1) }, sample)
      let one = UniformQuantizer(format: Self.format, scales: [0.03], zeroPoints: [100])
      expect(
        StatisticsKernels.uniformSquaredError(x, count: x.count, scale: 0.03, zeroPoint: 100, format: Self.format),
        Reference.squaredError(x, channels: 1, one), sample)
      let scales = (0..<sample.channels).map { 0.01 + Float($0 % 5) * 0.01 }
      let zeroPoints = (0..<sample.channels).map { Int32($0 % 256) }
      let many = UniformQuantizer(format: Self.format, scales: scales, zeroPoints: zeroPoints)
      expect(
        StatisticsKernels.channelUniformSquaredError(
          x, rows: sample.rows, channels: sample.channels, scales: scales, zeroPoints: zeroPoints.map(Float.init),
          format: Self.format),
        Reference.squaredError(x, channels: sample.channels, many), sample)
    }
  }

  @Test func exponentsAreScoredAsTheirScales() {
    for sample in Sample.all {
      let x = sample.values()
      var errors = [Double](repeating: 1, count: 4 * sample.channels)
      StatisticsKernels.powersOfTwoSquaredErrors(
        x, rows: sample.rows, channels: sample.channels, scale: 0.0037, zeroPoint: 120, format: Self.format,
        errors: &errors)
      for exponent in 0..<4 {
        let quantizer = UniformQuantizer(
          format: Self.format, scales: [0.0037 * Float(1 << exponent)], zeroPoints: [120])
        for c in 0..<sample.channels {
          let column = stride(from: c, to: x.count, by: sample.channels).map { x[$0] }
          // The same terms in the same order, so the same bits.
          var expected = 1.0
          for (value, quantized) in zip(column, Reference.quantizeDequantize(column, channels: 1, quantizer)) {
            expected += Double(quantized - value) * Double(quantized - value)
          }
          #expect(errors[exponent * sample.channels + c] == expected, "α \(exponent), channel \(c), \(sample)")
        }
      }
    }
  }

  @Test func histogramCountsEveryValue() {
    for sample in Sample.all {
      let x = sample.values()
      var bins = [UInt64](repeating: 1, count: 100)
      StatisticsKernels.histogram(x, count: x.count, lower: -2, upper: 3, bins: &bins, binCount: 100)
      var expected = [UInt64](repeating: 1, count: 100)
      for value in x { expected[Int(Swift.min(Swift.max((value + 2) / 5 * 100, 0), 99))] += 1 }
      #expect(bins == expected, "\(sample)")
    }
    var bins = [UInt64](repeating: 0, count: 4)
    StatisticsKernels.histogram(hostileValues, count: hostileValues.count, lower: 1, upper: 1, bins: &bins, binCount: 4)
    #expect(bins.reduce(0, +) == UInt64(hostileValues.count))
  }

  @Test func logarithmicBinsBeginAtTheirEdges() {
    var edges: [Float] = []
    for bin in 0..<StatisticsKernels.logarithmicBinCount { edges.append(StatisticsKernels.lowerEdge(ofBin: bin)) }
    #expect(edges == edges.sorted() && edges[0] == 0x1p-64 && StatisticsKernels.lowerEdge(ofBin: 2048) == 1)
    var bins = [UInt64](repeating: 0, count: StatisticsKernels.logarithmicBinCount)
    var zeros: UInt64 = 0
    StatisticsKernels.logarithmicHistogram(edges, count: edges.count, bins: &bins, zeroCount: &zeros)
    #expect(bins.allSatisfy { $0 == 1 } && zeros == 0)
    let ends = edges.map { $0.nextDown } + [1, 2, .infinity]
    StatisticsKernels.logarithmicHistogram(ends, count: ends.count, bins: &bins, zeroCount: &zeros)
    #expect(bins[0] == 3 && bins[1..<2047].allSatisfy { $0 == 2 } && bins[2047] == 4 && zeros == 0)
    StatisticsKernels.logarithmicHistogram([0, -0.0, -1, .nan], count: 4, bins: &bins, zeroCount: &zeros)
    #expect(zeros == 4)
  }

  private func expect(_ sum: Double, _ expected: Double, _ sample: Sample) {
    #expect(abs(sum - expected) <= Self.sumBound * expected, "\(sample)")
  }
}
