internal import CKernels

/// From the sums of an integer product to what they stand for: `(sum + compensation) · factor + offset`, a column.
///
/// The compensation takes off what the source's zero point adds to the products of its codes. The result is a real
/// number, or counts steps from code 0 of the next site.
package struct Requantization: Hashable, Sendable {
  package let compensation: [Int32]
  package let factors: [Float]
  package let offsets: [Float]
  /// The greatest code; the least is 0.
  package let highest: Float

  package init(compensation: [Int32], factors: [Float], offsets: [Float], highest: Float) {
    precondition(compensation.count == factors.count && factors.count == offsets.count, "one of each per column")
    self.compensation = compensation
    self.factors = factors
    self.offsets = offsets
    self.highest = highest
  }

  /// `codes = clamp(⌊steps⌉, 0, highest)`; both are [rows, columns].
  package func codes(_ sums: UnsafePointer<Int32>, rows: Int, into codes: UnsafeMutablePointer<UInt8>) {
    withCParameters { fq_requantize(sums, $0, rows, codes) }
  }

  /// The real numbers themselves.
  package func reals(_ sums: UnsafePointer<Int32>, rows: Int, into y: UnsafeMutablePointer<Float>) {
    withCParameters { fq_dequantize_sums(sums, $0, rows, y) }
  }

  /// The codes of the real numbers' GELU at `scale` and `zeroPoint`.
  package func geluCodes(
    _ sums: UnsafePointer<Int32>, rows: Int, scale: Float, zeroPoint: Int32, into codes: UnsafeMutablePointer<UInt8>
  ) {
    withCParameters { fq_requantize_gelu(sums, $0, rows, 1 / scale, Float(zeroPoint), codes) }
  }

  /// The pointers are valid while `body` runs.
  func withCParameters(_ body: (UnsafePointer<fq_requantization>) -> Void) {
    compensation.withUnsafeBufferPointer { compensation in
      factors.withUnsafeBufferPointer { factors in
        offsets.withUnsafeBufferPointer { offsets in
          var c = fq_requantization(
            columns: factors.count, compensation: compensation.baseAddress, factors: factors.baseAddress,
            offsets: offsets.baseAddress, highest: highest)
          body(&c)
        }
      }
    }
  }
}
