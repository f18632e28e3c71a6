internal import CKernels

/// Where, for a row's sum of exponentials, the least exponential of each level is to be looked for.
///
/// Sums are sorted into buckets of 1/32 octave. Between a bucket's ends the number of exponentials that reach a level
/// differs by a few, so a search begins at the number for the upper end and looks at eight.
package struct ReachTable: Hashable, Sendable {
  /// The highest bit of the smallest sum, which is one greatest exponential.
  package let firstBit: Int32
  /// [buckets, 16]
  package let starts: [UInt8]

  /// Nil where a search could need more than eight candidates or 64-bit products would overflow.
  package init?(exponentials: [UInt64], levelCount: Int) {
    guard let greatest = exponentials.first, greatest > 0, greatest < 1 << 45 else { return nil }
    let levels = Int(fq_reach_level_count)
    let steps = 1 << Int(fq_reach_bits)
    guard levelCount <= levels else { return nil }
    firstBit = Int32(63 - greatest.leadingZeroBitCount)
    var parameters = fq_log_int_softmax_parameters()
    parameters.level_count = UInt32(levelCount)
    parameters.setExponentials(exponentials)
    func reaching(_ sum: UInt64) -> [UInt32] {
      var counts = [UInt32](repeating: 0, count: Int(fq_log_int_softmax_most_levels))
      fq_log_int_softmax_reach(sum, &parameters, &counts)
      return counts
    }
    var starts = [UInt8](repeating: 0, count: Int(fq_reach_bucket_count) * levels)
    // Sums of up to 2¹⁶ exponentials.
    for bucket in 0..<16 * steps {
      let bit = Int(firstBit) + bucket / steps
      let mantissa = UInt64(steps + bucket % steps)
      // A sum of few bits is its bucket's only one.
      let lower = bit >= 5 ? mantissa << UInt64(bit - 5) : mantissa >> UInt64(5 - bit)
      let upper = bit >= 5 ? lower + (1 << UInt64(bit - 5)) - 1 : lower
      let (least, most) = (reaching(upper), reaching(lower))
      for level in 0..<levelCount {
        guard most[level] - min(least[level], 255) <= UInt32(fq_exponent_padding) else { return nil }
        starts[bucket * levels + level] = UInt8(min(least[level], 255))
      }
    }
    self.starts = starts
  }
}
