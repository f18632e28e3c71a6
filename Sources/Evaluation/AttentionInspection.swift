import Graphs
import Kernels
import Quantization

/// What each scheme makes of one attention's probabilities, head by head.
struct AttentionInspection: Sendable {
  /// The scores' own quantizer and the Log-Int-Softmax that reads its codes.
  struct Softmax: Sendable {
    let scores: UniformQuantizer
    let kernel: LogIntSoftmaxKernel
  }

  /// The widest exponents that are told apart; every narrower width follows from them.
  static let widestBits = 7
  private static let zeroExponent = 1 << widestBits

  /// The probabilities of one head that a scheme gave the same power of two; the last stands for zero.
  private struct Exponents: Sendable {
    var counts = [UInt64](repeating: 0, count: zeroExponent + 1)
    /// Σ P.
    var mass = [Double](repeating: 0, count: zeroExponent + 1)
    /// Σ P², the error where the value is dropped.
    var squares = [Double](repeating: 0, count: zeroExponent + 1)
    /// Σ (2^−q − P)², the error where it is kept.
    var errors = [Double](repeating: 0, count: zeroExponent + 1)

    mutating func merge(_ other: Exponents) {
      for index in counts.indices {
        counts[index] += other.counts[index]
        mass[index] += other.mass[index]
        squares[index] += other.squares[index]
        errors[index] += other.errors[index]
      }
    }
  }

  private struct UniformTally: Sendable {
    /// By code.
    var counts: [UInt64]
    var dropped = 0.0
  }

  private let shape: AttentionShape
  private let mask: WindowMask?
  private var headCount: Int { shape.headCount }
  private var log2: [Exponents]
  private var logIntSoftmax: [Exponents]
  /// [scheme][head].
  private var uniform: [QuantizationScheme: [UniformTally]] = [:]
  private var mass: [Double]
  /// LIS codes of the image at hand, between its scores and its probabilities.
  private var codes: [UInt8] = []

  init(_ attention: Graph.AttentionSite) {
    shape = attention.shape
    mask = attention.mask
    mass = [Double](repeating: 0, count: shape.headCount)
    log2 = [Exponents](repeating: Exponents(), count: shape.headCount)
    logIntSoftmax = log2
  }

  /// Runs Log-Int-Softmax on a copy of the float scores.
  mutating func keepScores(_ scores: UnsafePointer<Float>, site: Site, softmax: Softmax) {
    let count = site.rowCount * site.channelCount
    var copy = Array(UnsafeBufferPointer(start: scores, count: count))
    QuantizationKernels.quantizeDequantize(
      &copy, count: count, scale: softmax.scores.scales[0], zeroPoint: softmax.scores.zeroPoints[0],
      format: softmax.scores.format)
    codes = [UInt8](repeating: 0, count: count)
    guard let mask else {
      return softmax.kernel.codes(&copy, rows: site.rowCount, columns: site.channelCount, into: &codes)
    }
    MaskedSoftmax.codes(softmax.kernel, mask, shape, &copy, into: &codes)
  }

  /// Adds one image's float probabilities.
  mutating func observe(
    _ probabilities: UnsafePointer<Float>, site: Site, quantizers: [(scheme: QuantizationScheme, quantizer: Quantizer)]
  ) {
    let count = site.rowCount * site.channelCount
    let values = UnsafeBufferPointer(start: probabilities, count: count)
    var rounded = Array(values)
    QuantizationKernels.log2(&rounded, count: count, bits: Self.widestBits)
    let log2Codes = rounded.map { $0 == 0 ? UInt8(Self.zeroExponent) : UInt8(-Int($0.exponent)) }
    let (heads, perMap) = (headCount, shape.queryCount * shape.keyCount)
    for map in 0..<shape.groupCount * heads {
      let head = map % heads
      let range = map * perMap..<(map + 1) * perMap
      let slice = UnsafeBufferPointer(rebasing: values[range])
      for value in slice { mass[head] += Double(value) }
      Self.add(slice, codes: log2Codes[range], to: &log2[head])
      Self.add(slice, codes: codes[range], to: &logIntSoftmax[head])
      for (scheme, quantizer) in quantizers {
        guard case .uniform(let quantizer) = quantizer, quantizer.scales.count == 1 else { continue }
        let empty = UniformTally(counts: [UInt64](repeating: 0, count: quantizer.format.levelCount))
        Self.add(
          slice, quantizer: quantizer,
          to: &uniform[scheme, default: [UniformTally](repeating: empty, count: heads)][head])
      }
    }
  }

  private static func add(_ values: UnsafeBufferPointer<Float>, codes: ArraySlice<UInt8>, to sums: inout Exponents) {
    let levels = (0...zeroExponent).map { $0 == zeroExponent ? 0 : Double(sign: .plus, exponent: -$0, significand: 1) }
    for (value, code) in zip(values, codes) {
      let index = min(Int(code), zeroExponent)
      let probability = Double(value)
      let error = levels[index] - probability
      sums.counts[index] += 1
      sums.mass[index] += probability
      sums.squares[index] += probability * probability
      sums.errors[index] += error * error
    }
  }

  private static func add(
    _ values: UnsafeBufferPointer<Float>, quantizer: UniformQuantizer, to tally: inout UniformTally
  ) {
    guard let base = values.baseAddress else { return }
    var codes = [Int32](repeating: 0, count: values.count)
    QuantizationKernels.codes(
      base, count: values.count, scale: quantizer.scales[0], zeroPoint: quantizer.zeroPoints[0],
      format: quantizer.format, into: &codes)
    let zero = quantizer.zeroPoints[0]
    var dropped = 0.0
    for (value, code) in zip(values, codes) {
      tally.counts[Int(code)] += 1
      if code == zero { dropped += Double(value) }
    }
    tally.dropped += dropped
  }

  mutating func merge(_ other: AttentionInspection) {
    for head in mass.indices {
      mass[head] += other.mass[head]
      log2[head].merge(other.log2[head])
      logIntSoftmax[head].merge(other.logIntSoftmax[head])
    }
    for (scheme, heads) in other.uniform {
      guard var mine = uniform[scheme] else {
        uniform[scheme] = heads
        continue
      }
      for head in heads.indices {
        for code in heads[head].counts.indices { mine[head].counts[code] += heads[head].counts[code] }
        mine[head].dropped += heads[head].dropped
      }
      uniform[scheme] = mine
    }
  }

  /// The own errors of log2 and LIS at every width.
  var errors: [QuantizationScheme: SignalToNoise] {
    var result: [QuantizationScheme: SignalToNoise] = [:]
    for bits in IntegerFormat.widths {
      for head in 0..<headCount {
        for (scheme, sums) in [
          (QuantizationScheme.log2(bits: bits), log2[head]), (.logIntSoftmax(bits: bits), logIntSoftmax[head]),
        ] {
          let kept = min(1 << bits, Self.zeroExponent)
          let noise = sums.errors[..<kept].reduce(0, +) + sums.squares[kept...].reduce(0, +)
          result[scheme, default: SignalToNoise()] += SignalToNoise(
            signal: sums.squares.reduce(0, +), noise: noise)
        }
      }
    }
    return result
  }

  /// - Parameter quantizers: the uniform quantizers that were tried, for the values of their levels.
  func levels(quantizers: [(scheme: QuantizationScheme, quantizer: Quantizer)])
    -> [QuantizationScheme: [AttentionStatistics.Levels]]
  {
    var result: [QuantizationScheme: [AttentionStatistics.Levels]] = [:]
    for (scheme, quantizer) in quantizers {
      guard case .uniform(let quantizer) = quantizer, let heads = uniform[scheme] else { continue }
      // From the greatest probability down; codes below the zero point stand for values that softmax never gives.
      let codes = (Int(quantizer.zeroPoints[0])..<quantizer.format.levelCount).reversed()
      result[scheme] = heads.enumerated().map { head, tally in
        .init(
          values: codes.map { quantizer.value(Int32($0)) }, counts: codes.map { tally.counts[$0] },
          massToZero: share(tally.dropped, ofHead: head))
      }
    }
    for bits in IntegerFormat.widths {
      result[.log2(bits: bits)] = log2.indices.map { levels(log2[$0], head: $0, bits: bits) }
      result[.logIntSoftmax(bits: bits)] = log2.indices.map { levels(logIntSoftmax[$0], head: $0, bits: bits) }
    }
    return result
  }

  private func levels(_ sums: Exponents, head: Int, bits: Int) -> AttentionStatistics.Levels {
    let kept = min(1 << bits, Self.zeroExponent)
    return .init(
      values: (0..<kept).map { Float(sign: .plus, exponent: -$0, significand: 1) } + [0],
      counts: sums.counts[..<kept] + [sums.counts[kept...].reduce(0, +)],
      massToZero: share(sums.mass[kept...].reduce(0, +), ofHead: head))
  }

  private func share(_ part: Double, ofHead head: Int) -> Double { mass[head] > 0 ? part / mass[head] : 0 }
}
