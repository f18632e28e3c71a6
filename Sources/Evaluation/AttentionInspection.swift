import Kernels
import Quantization

/// What each scheme makes of one attention's probabilities, head by head.
struct AttentionInspection: Sendable {
  /// The scores' own quantizer and the Log-Int-Softmax that reads its codes.
  struct Softmax: Sendable {
    let scores: UniformQuantizer
    let kernel: LogIntSoftmaxKernel
  }

  private struct Tally: Sendable {
    var counts: [UInt64]
    var dropped = 0.0
  }

  /// The widest exponent that is told apart; it serves every narrower width.
  static let widestBits = 7

  private let headCount: Int
  /// [scheme][head]; the last level is zero.
  private var tallies: [QuantizationScheme: [Tally]] = [:]
  private var mass: [Double]
  /// LIS codes of the image at hand, between its scores and its probabilities.
  private var codes: [UInt8] = []

  init(headCount: Int) {
    self.headCount = headCount
    mass = [Double](repeating: 0, count: headCount)
  }

  /// Runs Log-Int-Softmax on a copy of the float scores.
  mutating func keepScores(_ scores: UnsafePointer<Float>, site: Site, softmax: Softmax) {
    let count = site.rowCount * site.channelCount
    var copy = Array(UnsafeBufferPointer(start: scores, count: count))
    QuantizationKernels.quantizeDequantize(
      &copy, count: count, scale: softmax.scores.scales[0], zeroPoint: softmax.scores.zeroPoints[0],
      format: softmax.scores.format)
    codes = [UInt8](repeating: 0, count: count)
    softmax.kernel.codes(&copy, rows: site.rowCount, columns: site.channelCount, into: &codes)
  }

  mutating func observe(
    _ probabilities: UnsafePointer<Float>, site: Site, uniform: [(scheme: QuantizationScheme, quantizer: Quantizer)],
    signal: Double, errors: inout [QuantizationScheme: SignalToNoise]
  ) {
    let count = site.rowCount * site.channelCount
    let values = UnsafeBufferPointer(start: probabilities, count: count)
    let perHead = count / headCount
    for head in 0..<headCount {
      mass[head] += values[head * perHead..<(head + 1) * perHead].reduce(0.0) { $0 + Double($1) }
    }
    for (scheme, quantizer) in uniform {
      guard case .uniform(let quantizer) = quantizer, quantizer.scales.count == 1 else { continue }
      let scale = quantizer.scales[0]
      let zeroPoint = Float(quantizer.zeroPoints[0])
      let top = Float(quantizer.format.maximum)
      let zeroLevel = quantizer.format.levelCount - 1
      tally(values, scheme: scheme, levelCount: quantizer.format.levelCount) { value, _ in
        // In this order `max` makes NaN a zero, which `Int` below can hold.
        let code = min(max(0, RoundingRule.halfToEven(value / scale + zeroPoint)), top)
        // Levels are listed from the greatest probability down to zero.
        return zeroLevel - Int(code)
      }
    }
    var rounded = Array(values)
    QuantizationKernels.log2(&rounded, count: count, bits: Self.widestBits)
    let codes = codes
    for bits in IntegerFormat.widths {
      let levels = 1 << bits
      let log2 = Log2Tally(levels: levels) { rounded[$0] == 0 ? levels : -Int(rounded[$0].exponent) }
      add(log2, .log2(bits: bits), values, signal: signal, errors: &errors)
      let zero = UInt8(1 << Self.widestBits)
      let lis = Log2Tally(levels: levels) { codes[$0] >= zero ? levels : Int(codes[$0]) }
      add(lis, .logIntSoftmax(bits: bits), values, signal: signal, errors: &errors)
    }
  }

  /// How a value becomes an exponent; `levels` or more is zero.
  private struct Log2Tally {
    let levels: Int
    let exponent: (Int) -> Int
  }

  private mutating func add(
    _ tally: Log2Tally, _ scheme: QuantizationScheme, _ values: UnsafeBufferPointer<Float>, signal: Double,
    errors: inout [QuantizationScheme: SignalToNoise]
  ) {
    var noise = 0.0
    self.tally(values, scheme: scheme, levelCount: tally.levels + 1) { value, index in
      let level = min(tally.exponent(index), tally.levels)
      let approximation = level == tally.levels ? 0 : Float(sign: .plus, exponent: -level, significand: 1)
      noise += (Double(approximation) - Double(value)) * (Double(approximation) - Double(value))
      return level
    }
    errors[scheme, default: SignalToNoise()] += SignalToNoise(signal: signal, noise: noise)
  }

  private mutating func tally(
    _ values: UnsafeBufferPointer<Float>, scheme: QuantizationScheme, levelCount: Int, level: (Float, Int) -> Int
  ) {
    let perHead = values.count / headCount
    var heads =
      tallies[scheme]
      ?? [Tally](repeating: Tally(counts: [UInt64](repeating: 0, count: levelCount)), count: headCount)
    for head in 0..<headCount {
      var tally = heads[head]
      for index in head * perHead..<(head + 1) * perHead {
        let level = level(values[index], index)
        tally.counts[level] += 1
        if level == levelCount - 1 { tally.dropped += Double(values[index]) }
      }
      heads[head] = tally
    }
    tallies[scheme] = heads
  }

  mutating func merge(_ other: AttentionInspection) {
    for head in mass.indices { mass[head] += other.mass[head] }
    for (scheme, heads) in other.tallies {
      guard var mine = tallies[scheme] else {
        tallies[scheme] = heads
        continue
      }
      for head in heads.indices {
        for level in heads[head].counts.indices { mine[head].counts[level] += heads[head].counts[level] }
        mine[head].dropped += heads[head].dropped
      }
      tallies[scheme] = mine
    }
  }

  /// - Parameter uniform: the uniform quantizers that were tried, for the values of their levels.
  func levels(uniform: [(scheme: QuantizationScheme, quantizer: Quantizer)])
    -> [QuantizationScheme: [AttentionStatistics.Levels]]
  {
    let quantizers = Dictionary(uniqueKeysWithValues: uniform.map { ($0.scheme, $0.quantizer) })
    var result: [QuantizationScheme: [AttentionStatistics.Levels]] = [:]
    for (scheme, heads) in tallies {
      result[scheme] = heads.enumerated().map { head, tally in
        let values: [Float]
        if case .uniform(let quantizer)? = quantizers[scheme] {
          values = (0..<tally.counts.count).map { quantizer.value(Int32(tally.counts.count - 1 - $0)) }
        } else {
          values =
            (0..<tally.counts.count - 1).map { Float(sign: .plus, exponent: -$0, significand: 1) } + [0]
        }
        return AttentionStatistics.Levels(
          values: values, counts: tally.counts, massToZero: mass[head] > 0 ? tally.dropped / mass[head] : 0)
      }
    }
    return result
  }
}
