internal import CKernels
package import Quantization

/// Multi-head attention on codes: both products in integers, and what stands before, between and after them.
///
/// T tokens, H heads, D channels a head; `qkv` is `[T, 3, H, D]`.
package final class AttentionCodes: Sendable {
  package let tokens: Int
  package let heads: Int
  package let headDimension: Int
  private let scoresProduct: IntegerProduct
  private let contextProduct: IntegerProduct

  package init(tokens: Int, heads: Int, headDimension: Int) throws(KernelError) {
    precondition(tokens > 0 && heads > 0 && headDimension > 0, "attention has extents")
    self.tokens = tokens
    self.heads = heads
    self.headDimension = headDimension
    let (t, h, d) = (tokens, heads, headDimension)
    scoresProduct = try IntegerProduct(
      shape: .init(
        batches: h, rows: t, inner: d, columns: t, source: (d, 3 * h * d, 1), weights: (t * d, 1, d),
        destination: (t * t, t, 1)))
    contextProduct = try IntegerProduct(
      shape: .init(
        batches: h, rows: t, inner: t, columns: d, source: (t * t, t, 1), weights: (t * d, d, 1),
        destination: (d, h * d, 1)))
  }

  package var implementations: (scores: String, context: String) {
    (scoresProduct.implementation, contextProduct.implementation)
  }

  /// How probabilities become codes.
  package enum Probabilities: Sendable {
    /// Scores' codes to powers of two in integers throughout.
    case logIntSoftmax(LogIntSoftmaxKernel)
    /// A float softmax, a table of exponentials, then powers of two.
    case log2(exponentials: [Float], bits: Int)
    /// A float softmax, a table of exponentials, then equally spaced levels.
    case uniform(exponentials: [Float], UniformQuantizer)
  }

  /// The exponentials of the distances 0…255 below a row's greatest code.
  package static func exponentials(scoreScale: Float) -> [Float] {
    var table = (0..<256).map { -Float($0) * scoreScale }
    table.withUnsafeMutableBufferPointer { buffer in
      for index in buffer.indices { buffer[index] = fq_exponential(buffer[index]) }
    }
    return table
  }

  package func makeBinding() throws(KernelError) -> Binding {
    Binding(
      self, scores: try scoresProduct.makeBinding(), context: try contextProduct.makeBinding())
  }

  /// Attention as one worker runs it, with scratch memory of its own; not to be shared between threads.
  ///
  /// The buffers are freed with the binding, and no one else holds their pointers.
  package final class Binding {
    private let attention: AttentionCodes
    private let scoresProduct: IntegerProduct.Binding
    private let contextProduct: IntegerProduct.Binding
    private let operands: fq_attention_operand_buffers
    private let sums: UnsafeMutablePointer<Int32>
    private let lowSums: UnsafeMutablePointer<Int32>
    private let first: UnsafeMutablePointer<UInt8>
    private let second: UnsafeMutablePointer<UInt8>
    private let probabilitySums: UnsafeMutablePointer<Int32>
    private let row: UnsafeMutablePointer<Float>
    /// Nil where nobody asks what time goes to.
    package var clock: KernelClock?

    fileprivate init(
      _ attention: AttentionCodes, scores: IntegerProduct.Binding, context: IntegerProduct.Binding
    ) {
      self.attention = attention
      scoresProduct = scores
      contextProduct = context
      let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
      func allocate<Element: BitwiseCopyable & AdditiveArithmetic>(_ count: Int) -> UnsafeMutablePointer<Element> {
        let buffer = UnsafeMutablePointer<Element>.allocate(capacity: count)
        buffer.initialize(repeating: .zero, count: count)
        return buffer
      }
      operands = fq_attention_operand_buffers(
        keys: allocate(h * t * d), values: allocate(h * t * d), row_terms: allocate(h * t),
        column_terms: allocate(h * t), value_sums: allocate(h * d))
      sums = allocate(h * t * max(t, d))
      lowSums = allocate(h * t * d)
      first = allocate(h * t * t)
      second = allocate(h * t * t)
      probabilitySums = allocate(h * t)
      row = allocate(t)
    }

    deinit {
      operands.keys.deallocate()
      operands.values.deallocate()
      operands.row_terms.deallocate()
      operands.column_terms.deallocate()
      operands.value_sums.deallocate()
      sums.deallocate()
      lowSums.deallocate()
      first.deallocate()
      second.deallocate()
      probabilitySums.deallocate()
      row.deallocate()
    }

    /// Codes of `Q · Kᵀ · D^−½` of each head, `[H, T, T]`; what follows reads keys and values from here.
    package func scores(
      _ qkv: UnsafePointer<UInt8>, _ grid: CodeGrid, into codes: UnsafeMutablePointer<UInt8>, _ output: CodeGrid
    ) {
      let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
      withUnsafePointer(to: operands) { fq_attention_operands(qkv, t, h, d, grid.zeroPoint, $0) }
      clock?.lap(.copying)
      scoresProduct.run(qkv, operands.keys, into: sums)
      clock?.lap(.product)
      let factor = Double(grid.scale) * Double(grid.scale) / Double(d).squareRoot() / Double(output.scale)
      fq_score_codes(
        sums, operands.row_terms, operands.column_terms, h, t, Float(factor), Float(output.zeroPoint),
        output.highest, codes)
      clock?.lap(.epilogue)
    }

    /// Probabilities of the scores' codes, kept here for `context`.
    package func softmax(_ scores: UnsafePointer<UInt8>, _ probabilities: Probabilities) {
      let (t, rows) = (attention.tokens, attention.heads * attention.tokens)
      switch probabilities {
      case .logIntSoftmax(let kernel):
        kernel.operands(scores, rows: rows, columns: t, high: first, low: second, sums: probabilitySums)
      case .log2(let exponentials, let bits):
        for index in 0..<rows {
          fq_softmax_of_codes(scores + index * t, exponentials, t, row)
          QuantizationKernels.log2(row, count: t, bits: bits)
          fq_power_operands(row, t, first + index * t, second + index * t, probabilitySums + index)
        }
      case .uniform(let exponentials, let quantizer):
        let highest = Float(quantizer.format.maximum)
        for index in 0..<rows {
          fq_softmax_of_codes(scores + index * t, exponentials, t, row)
          fq_probability_codes(
            row, t, quantizer.scales[0], Float(quantizer.zeroPoints[0]), highest, first + index * t,
            probabilitySums + index)
        }
      }
      clock?.lap(.softmax)
    }

    /// Codes of `P · V`, `[T, H, D]`, from the values and probabilities of the two calls before.
    package func context(
      _ grid: CodeGrid, _ probabilities: Probabilities, into codes: UnsafeMutablePointer<UInt8>, _ output: CodeGrid
    ) {
      var parameters = fq_context_parameters()
      (parameters.tokens, parameters.heads) = (attention.tokens, attention.heads)
      parameters.dimension = attention.headDimension
      parameters.value_shift = 128 - grid.zeroPoint
      (parameters.zero_point, parameters.highest) = (Float(output.zeroPoint), output.highest)
      let steps = Double(grid.scale) / Double(output.scale)
      contextProduct.run(first, operands.values, into: sums)
      clock?.lap(.product)
      if case .uniform(_, let quantizer) = probabilities {
        parameters.probability_zero_point = quantizer.zeroPoints[0]
        parameters.factor = Float(steps * Double(quantizer.scales[0]))
        fq_context_codes(sums, probabilitySums, operands.value_sums, &parameters, codes)
      } else {
        contextProduct.run(second, operands.values, into: lowSums)
        clock?.lap(.product)
        parameters.factor = Float(steps / 32768)
        fq_shifted_context_codes(sums, lowSums, probabilitySums, &parameters, codes)
      }
      clock?.lap(.epilogue)
    }
  }
}
