package import Quantization

extension Reference {
  /// The codes of one row of Log-Int-Softmax, nil for a probability of zero; scores as integers X at the score scale.
  package static func logIntSoftmax(_ scores: [Int64], _ quantizer: LogIntSoftmaxQuantizer) -> [Int?] {
    let constants = LogIntSoftmaxConstants(scoreScale: quantizer.scoreScale)
    let maximum = scores.max() ?? 0
    let exponentials = scores.map { score -> UInt128 in
      let (polynomial, halvings) = constants.exponential(ofDistance: Int(maximum - score))
      return UInt128(polynomial) << UInt128(LogIntSoftmaxConstants.terms - halvings)
    }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { exponential in
      guard exponential > 0 else { return nil }
      let ratio = roundedQuotient(sum, exponential)
      var level = 127 - ratio.leadingZeroBitCount
      if level > 0 && ratio - (1 << UInt128(level)) >= 1 << UInt128(level - 1) { level += 1 }
      return level >= quantizer.levelCount ? nil : level
    }
  }

  /// `⌊x / y⌉`, half to even.
  package static func roundedQuotient(_ x: UInt128, _ y: UInt128) -> UInt128 {
    let (quotient, remainder) = x.quotientAndRemainder(dividingBy: y)
    return 2 * remainder > y || (2 * remainder == y && quotient & 1 == 1) ? quotient + 1 : quotient
  }

  /// One row of `LogIntSoftmaxKernel.runReal`: every operation in float32.
  package static func logIntSoftmaxReal(_ scores: [Float], _ quantizer: LogIntSoftmaxQuantizer) -> [Float] {
    let constants = LogIntSoftmaxConstants(scoreScale: quantizer.scoreScale)
    let (step, linear, constant) = (Float(constants.step), Float(constants.linear), Float(constants.constant))
    let terms = Float(LogIntSoftmaxConstants.terms)
    let scaled = scores.map { $0 / quantizer.scoreScale }
    let maximum = scaled.max() ?? 0
    let exponentials = scaled.map { score -> Float in
      let x = Swift.max(score - maximum, terms * step)
      let k = (x / step).rounded(.down)
      let r = x - step * k
      let polynomial = r * (r + linear) + constant
      return Swift.max(0, (polynomial * Float(sign: .plus, exponent: Int(terms - k), significand: 1)).rounded(.down))
    }
    let sum = rowSum(exponentials)
    return exponentials.map { exponential in
      guard exponential > 0 else { return 0 }
      let ratio = (sum / exponential).rounded(.toNearestOrEven)
      guard ratio.isFinite else { return 0 }
      var level = Int(ratio.exponent)
      if ratio >= 1.5 * Float(sign: .plus, exponent: level, significand: 1) { level += 1 }
      return level >= quantizer.levelCount ? 0 : Float(sign: .plus, exponent: -level, significand: 1)
    }
  }

  /// A sum in PyTorch's order: four accumulators of eight lanes, then the elements left over, then the lanes.
  static func rowSum(_ x: [Float]) -> Float {
    let vectorCount = x.count / 8
    let wholeCount = vectorCount / 4 * 4
    var sums = [[Float]](repeating: [Float](repeating: 0, count: 8), count: 4)
    for vector in 0..<vectorCount {
      let accumulator = vector < wholeCount ? vector % 4 : 0
      for lane in 0..<8 { sums[accumulator][lane] += x[vector * 8 + lane] }
    }
    for accumulator in 1..<4 {
      for lane in 0..<8 { sums[0][lane] += sums[accumulator][lane] }
    }
    return sums[0].reduce(x[(vectorCount * 8)...].reduce(0, +), +)
  }
}
