internal import CKernels

extension StatisticsKernels {
  /// Counts values in `binCount` bins of equal width from `lower` to `upper`.
  ///
  /// Values outside, `upper` itself included, count in the bin at their end; NaN in the first.
  package static func histogram(
    _ x: UnsafePointer<Float>, count: Int, lower: Float, upper: Float, bins: UnsafeMutablePointer<UInt64>,
    binCount: Int
  ) {
    precondition((1...1 << 24).contains(binCount), "a bin's number is exact in float32")
    fq_histogram(x, count, lower, upper, bins, binCount)
  }

  package static let logarithmicBinCount = Int(fq_logarithmic_bin_count)

  /// Counts probabilities in 2048 bins: 32 of equal width in each of the 64 octaves below 1.
  ///
  /// Bin b holds `lowerEdge(ofBin: b) ≤ p < lowerEdge(ofBin: b + 1)`. The last one, which ends at 1, also holds 1 and what
  /// is above; the first one, from 2⁻⁶⁴ on, also what is below. Zero, negative values and NaN go to `zeroCount` alone.
  package static func logarithmicHistogram(
    _ p: UnsafePointer<Float>, count: Int, bins: UnsafeMutablePointer<UInt64>, zeroCount: inout UInt64
  ) {
    fq_logarithmic_histogram(p, count, bins, &zeroCount)
  }

  /// Where bin b begins: `2^(⌊b / 32⌋ − 64) · (1 + (b mod 32) / 32)`; bin 2048 would begin at 1.
  package static func lowerEdge(ofBin bin: Int) -> Float {
    precondition((0...logarithmicBinCount).contains(bin), "bins are numbered 0 to 2047")
    return Float(
      sign: .plus, exponent: bin / 32 - 64, significand: 1 + Float(bin % 32) / 32)
  }
}
