import Kernels
import TestSupport
import Testing

@Suite struct FloatKernelTests {
  /// Horner's rule for erf rounds six times; half a unit of each sum times its power of x is 9e-7 in all, near 4, where
  /// the polynomial's terms cancel. Half of that, and sum and product rounded: |x| · (4.5e-7 + 1.5 · 2⁻²⁴) at most.
  static let geluBoundOverX = 5.5e-7
  /// A row's values after normalization, in units of the greatest. Difference, product and sum round once each. The mean
  /// and the variance are float32: each of a lane's steps adds a rounding error to the mean, shrunk by what follows, so
  /// that few of them remain. Six times 2⁻²⁴, doubled, holds for these samples with room to spare; it is no worst case.
  static let layerNormBound = 12 * 0x1p-24
  /// The difference to the greatest score is at most 87 where the result is not zero, so it rounds by 2⁻¹⁸; e^x is within
  /// 2⁻²³; a sum of 768 in 16 lanes rounds 52 times by 2⁻²⁴.
  static let softmaxRelativeBound = 8e-6

  @Test func addsAndScales() {
    for sample in Sample.all {
      let a = sample.values()
      let b = Sample(rows: sample.rows, channels: sample.channels, spread: 3, seed: sample.seed + 50).values()
      #expect(a.mapped { ElementwiseKernels.add($0, b, into: $0, count: a.count) } == zip(a, b).map(+), "\(sample)")
      #expect(a.mapped { ElementwiseKernels.scale($0, by: 0.125, count: a.count) } == a.map { $0 * 0.125 })
    }
  }

  @Test func geluIsWithinItsBound() {
    let x = (-120_000...120_000).map { Float($0) / 10_000 } + hostileValues.filter(\.isFinite)
    let y = x.mapped { ElementwiseKernels.gelu($0, into: $0, count: x.count) }
    let worst = zip(x, y).map { x, y in
      abs(Double(y) - Reference.gelu(x)) / Swift.max(abs(Double(x)), 1e-30)
    }.max()!
    #expect(worst <= Self.geluBoundOverX)
  }

  @Test func layerNormIsWithinItsBound() {
    for sample in Sample.all {
      for offset: Float in [0, 100] {
        var x = sample.values().map { $0 + offset }
        if sample.channels > 1 { for c in 0..<sample.channels { x[c] = 4 } }
        var generator = SeededGenerator(seed: sample.seed)
        let weight = (0..<sample.channels).map { _ in generator.normal() }
        let bias = (0..<sample.channels).map { _ in generator.normal() }
        let y = x.mapped {
          NormalizationKernels.layerNorm(
            $0, rows: sample.rows, channels: sample.channels, weight: weight, bias: bias, epsilon: 1e-6, into: $0)
        }
        let expected = rows(of: x, sample).flatMap {
          Reference.layerNorm($0, weight: weight, bias: bias, epsilon: 1e-6)
        }
        // A mean of 100 is rounded to 2⁻¹⁸ and the difference from it divided by a deviation of 1.
        let bound = Self.layerNormBound * Swift.max(1, Double(offset)) * expected.map(abs).reduce(1, Swift.max)
        #expect(zip(y, expected).allSatisfy { abs(Double($0) - $1) <= bound }, "\(sample), offset \(offset)")
      }
    }
  }

  @Test func softmaxIsWithinItsBound() {
    for sample in Sample.all {
      for spread: Float in [0, 1, 30] {
        let x = sample.values().map { $0 * spread }
        let y = x.mapped { NormalizationKernels.softmax($0, rows: sample.rows, columns: sample.channels) }
        let expected = rows(of: x, sample).flatMap(Reference.softmax)
        // Below −87.3 e^x is subnormal, with fewer digits, and below −104 zero: all of it less than 1.3e-38.
        #expect(
          zip(y, expected).allSatisfy { abs(Double($0) - $1) <= Self.softmaxRelativeBound * $1 + 1.3e-38 },
          "\(sample), spread \(spread)")
      }
    }
  }

  @Test func hostileValuesShowOrStayInRange() {
    let x = hostileValues
    let ones = [Float](repeating: 1, count: x.count)
    let gelu = x.mapped { ElementwiseKernels.gelu($0, into: $0, count: x.count) }
    #expect(gelu[0].isNaN && gelu[1] == .infinity)
    let softmax = x.mapped { NormalizationKernels.softmax($0, rows: 1, columns: x.count) }
    #expect(softmax[0].isNaN)
    let norm = x.mapped {
      NormalizationKernels.layerNorm(
        $0, rows: 1, channels: x.count, weight: ones, bias: ones, epsilon: 1e-6, into: $0)
    }
    #expect(norm.allSatisfy { $0.isNaN })

    // Beside finite values only, each result is where its function's values are.
    let finite = x.filter(\.isFinite)
    let activated = finite.mapped { ElementwiseKernels.gelu($0, into: $0, count: finite.count) }
    for (x, y) in zip(finite, activated) { #expect((min(x, -0.17)...max(x, 0)).contains(y) && y >= -0.17, "GELU(\(x))") }
    let probabilities = finite.mapped { NormalizationKernels.softmax($0, rows: 1, columns: finite.count) }
    #expect(probabilities.allSatisfy { (0...1).contains($0) })
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
    let moderate = finite.filter { abs($0) <= 3 }
    let weights = [Float](repeating: 1, count: moderate.count)
    let normalized = moderate.mapped {
      NormalizationKernels.layerNorm(
        $0, rows: 1, channels: moderate.count, weight: weights, bias: weights, epsilon: 1e-6, into: $0)
    }
    // The most that one of n values can lie from their mean is √(n − 1) deviations.
    let reach = Float(moderate.count - 1).squareRoot()
    #expect(normalized.allSatisfy { abs($0 - 1) <= reach })
  }

  private func rows(of x: [Float], _ sample: Sample) -> [[Float]] {
    (0..<sample.rows).map { Array(x[$0 * sample.channels..<($0 + 1) * sample.channels]) }
  }
}
