internal import CKernels
package import Quantization

/// Log-Int-Softmax over rows of scores: probabilities are powers of two, or zero.
///
///     R = ⌊ΣE / E⌉      L = ⌊log2 R⌋, plus 1 where R − 2^L ≥ 2^(L−1)      P = 2^−L, and 0 where L ≥ 2^bits or E = 0
///
/// Source: arXiv 2111.13824, section 3.3, with i-exp of arXiv 2101.01321.
package struct LogIntSoftmaxKernel: Sendable {
  package let quantizer: LogIntSoftmaxQuantizer
  package let constants: LogIntSoftmaxConstants
  private let exponentials: [UInt64]
  private let reach: ReachTable?

  package init(quantizer: LogIntSoftmaxQuantizer) {
    self.quantizer = quantizer
    constants = LogIntSoftmaxConstants(scoreScale: quantizer.scoreScale)
    exponentials = constants.sharedExponentials
    // The kernel searches this table. At a step of k the next exponential is c / 2, and the last one before it differs
    // from c / 2 by the rounding of the constants only, which could go either way; but within 256 steps of the score
    // scale it never does. (For smaller scales, where it might, k does not step within the table.)
    precondition(zip(exponentials, exponentials.dropFirst()).allSatisfy { $0 >= $1 }, "exponentials do not rise")
    reach = ReachTable(exponentials: exponentials, levelCount: quantizer.levelCount)
  }

  /// Whether `operands` can hold the probabilities: down to 2⁻¹⁵.
  package var fitsOperands: Bool { quantizer.levelCount <= Int(fq_reach_level_count) }

  /// The byte that stands for a probability of zero: 2^bits, or 255 for 8 bits, whose real codes end at 61.
  package var zeroCode: UInt8 { UInt8(Swift.min(quantizer.levelCount, 255)) }

  /// Dequantized scores `[rows, columns]`, whole multiples of the score scale, to probabilities; exact.
  ///
  /// Scores further than 255 steps below their row's largest count as 255 steps, which 8-bit codes never are.
  package func run(_ scores: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    withCParameters { fq_log_int_softmax(scores, $0, rows, columns) }
  }

  /// The same as codes L; `zeroCode` where the probability is zero.
  package func codes(
    _ scores: UnsafePointer<Float>, rows: Int, columns: Int, into codes: UnsafeMutablePointer<UInt8>
  ) {
    withCParameters { fq_log_int_softmax_codes(scores, $0, rows, columns, codes) }
  }

  /// Codes of scores to probabilities `(256 · high + low) / 2¹⁵`, and the sum of each row in that unit; exact.
  package func operands(
    _ scores: UnsafePointer<UInt8>, rows: Int, columns: Int, high: UnsafeMutablePointer<UInt8>,
    low: UnsafeMutablePointer<UInt8>, sums: UnsafeMutablePointer<Int32>
  ) {
    precondition(fitsOperands, "operands hold 16 levels")
    withCParameters { parameters in
      guard let reach else {
        var table = fq_reach_table()
        fq_log_int_softmax_operands(scores, parameters, &table, rows, columns, high, low, sums)
        return
      }
      reach.starts.withUnsafeBufferPointer { starts in
        var table = fq_reach_table(first_bit: reach.firstBit, starts: UnsafePointer(OpaquePointer(starts.baseAddress)))
        fq_log_int_softmax_operands(scores, parameters, &table, rows, columns, high, low, sums)
      }
    }
  }

  /// The same formula on scores that are not whole multiples of the scale, in float32.
  package func runReal(_ scores: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    withCParameters { fq_log_int_softmax_real(scores, $0, rows, columns) }
  }
}

extension LogIntSoftmaxKernel {
  /// The pointer is valid while `body` runs.
  func withCParameters(_ body: (UnsafePointer<fq_log_int_softmax_parameters>) -> Void) {
    var parameters = fq_log_int_softmax_parameters()
    parameters.scale = quantizer.scoreScale
    parameters.step = Float(constants.step)
    parameters.linear = Float(constants.linear)
    parameters.constant = Float(constants.constant)
    parameters.level_count = UInt32(quantizer.levelCount)
    parameters.setExponentials(exponentials)
    body(&parameters)
  }
}

extension fq_log_int_softmax_parameters {
  /// - Parameter exponentials: those of the distances 0…255.
  mutating func setExponentials(_ exponentials: [UInt64]) {
    precondition(exponentials.count == Int(fq_exponent_count), "an exponential a distance")
    // Safe because the table has room for as many and more.
    withUnsafeMutableBytes(of: &exponents) { table in
      exponentials.withUnsafeBytes { table.copyMemory(from: $0) }
    }
  }
}
