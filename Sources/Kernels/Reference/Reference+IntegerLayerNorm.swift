extension Reference {
  /// One row of `IntegerLayerNorm`, its integers as integers.
  package static func integerLayerNorm(_ row: [Float], _ parameters: IntegerLayerNorm.Parameters) -> [Float] {
    let channels = row.indices
    let integers = channels.map { c -> Int64 in
      let code = (row[c] / parameters.channelScales[c]).rounded(.toNearestOrEven)
      return Int64(code) * Int64(parameters.multiples[c])
    }
    let sum = integers.reduce(0, +)
    let spread = Int64(row.count) * integers.reduce(0) { $0 + $1 * $1 } - sum * sum
    let outputScale = parameters.outputScale
    guard spread > 0 else {
      return parameters.bias.map { ($0 / outputScale).rounded(.toNearestOrEven) * outputScale }
    }
    let scale = parameters.smallestScale
    let mean = Float(sum) / Float(row.count) * scale
    let deviation = scale / Float(row.count) * Float(Double(spread).squareRoot())
    return channels.map { c in
      let slope = (scale / deviation) * parameters.weight[c] / outputScale
      let shift = slope == 0 ? 31 : Swift.min(Swift.max(7 - Int(slope.exponent), 0), 31)
      let power = Float(UInt64(1) << UInt64(shift))
      let multiplier = Int64(Swift.min((abs(slope) * power).rounded(.down), 255))
      let offset = (parameters.bias[c] - (mean / deviation) * parameters.weight[c]) / outputScale * power
      let product = (slope < 0 ? -multiplier : multiplier) * integers[c]
      let output = roundedShift(product + Int64(offset.rounded(.toNearestOrEven)), by: shift)
      return Float(output) * outputScale
    }
  }

  /// `⌊x / 2^shift⌉`, half to even.
  package static func roundedShift(_ x: Int64, by shift: Int) -> Int64 {
    guard shift > 0 else { return x }
    let floor = x >> Int64(shift)
    let remainder = x - floor << Int64(shift)
    let half = Int64(1) << Int64(shift - 1)
    return remainder > half || (remainder == half && floor & 1 == 1) ? floor + 1 : floor
  }
}
