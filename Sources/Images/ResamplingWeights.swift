/// For each target position along one axis: which source positions count, and by how much.
///
/// Weights are integers of 22 fraction bits: 8 bits of pixel and 2 of headroom (bicubic and Lanczos overshoot) fill up
/// 32. Worked: halving with `bilinear` weighs 0.125, 0.375, 0.375, 0.125, stored as 524288, 1572864, 1572864, 524288.
struct ResamplingWeights {
  static let fractionBits = 22
  /// What a sum begins with, so that it is rounded to nearest.
  static let rounding = Int32(1) << (fractionBits - 1)

  /// The target positions, of which `spans` and `weights` hold one row each.
  let targets: Range<Int>
  /// The first source position and the count of each row.
  private(set) var spans: [(first: Int, count: Int)] = []
  /// Rows of `stride` weights; a row's own come first, the rest is zero.
  private(set) var weights: [Int32]
  let stride: Int

  /// The weights of the target positions `targets`, of `targetCount` that share `sourceCount` source positions.
  init(_ interpolation: Interpolation, sourceCount: Int, targetCount: Int, targets: Range<Int>) {
    let scale = Double(sourceCount) / Double(targetCount)
    let widening = max(scale, 1)
    let reach = interpolation.reach * widening
    let inverse = 1 / widening
    stride = Int(reach.rounded(.up)) * 2 + 1
    self.targets = targets
    weights = [Int32](repeating: 0, count: targets.count * stride)
    spans.reserveCapacity(targets.count)
    var row = [Double](repeating: 0, count: stride)
    for (index, target) in targets.enumerated() {
      let center = (Double(target) + 0.5) * scale
      let first = max(Int(center - reach + 0.5), 0)
      let count = min(Int(center + reach + 0.5), sourceCount) - first
      var sum = 0.0
      for tap in 0..<count {
        row[tap] = interpolation.weight(at: (Double(tap + first) - center + 0.5) * inverse)
        sum += row[tap]
      }
      for tap in 0..<count {
        weights[index * stride + tap] = Self.fixedPoint(sum == 0 ? row[tap] : row[tap] / sum)
      }
      spans.append((first, count))
    }
  }

  /// The source positions that any target needs.
  var sources: Range<Int> {
    let first = spans.map(\.first).min() ?? 0
    return first..<(spans.map { $0.first + $0.count }.max() ?? first)
  }

  /// How many targets share a source position at most.
  var overlap: Int {
    var (first, most) = (0, 1)
    for (target, span) in spans.enumerated() {
      // Spans begin and end in the order of their targets.
      while spans[first].first + spans[first].count <= span.first { first += 1 }
      most = max(most, target - first + 1)
    }
    return most
  }

  @inline(__always)
  static func clamped(_ sum: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: min(max(sum >> Int32(fractionBits), 0), 255))
  }

  /// Rounded to nearest, halves away from zero.
  private static func fixedPoint(_ weight: Double) -> Int32 {
    Int32(weight * Double(1 << fractionBits) + (weight < 0 ? -0.5 : 0.5))
  }
}
