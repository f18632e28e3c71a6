internal import CKernels
package import Quantization

/// Multi-head attention on codes: both products in integers, and what stands before, between and after them.
///
/// T tokens, H heads, D channels a head; `qkv` is `[T, 3, H, D]`.
package final class AttentionCodes: Sendable {
  package let tokens: Int
  package let heads: Int
  package let headDimension: Int
  /// The only token whose context is computed; nil for all.
  package let query: Int?
  /// Queries whose context is computed.
  fileprivate var rowCount: Int { query == nil ? tokens : 1 }
  private let scoresProduct: IntegerProduct
  private let contextProduct: IntegerProduct

  package init(tokens: Int, heads: Int, headDimension: Int, query: Int? = nil) throws(KernelError) {
    precondition(tokens > 0 && heads > 0 && headDimension > 0, "attention has extents")
    self.tokens = tokens
    self.heads = heads
    self.headDimension = headDimension
    self.query = query
    let (t, d, rows) = (tokens, headDimension, query == nil ? tokens : 1)
    scoresProduct = try IntegerProduct(
      shape: .init(
        rows: rows, inner: d, columns: t, source: (0, d, 1), weights: (0, 1, d), destination: (0, t, 1)))
    contextProduct = try IntegerProduct(
      shape: .init(
        rows: rows, inner: t, columns: d, source: (0, t, 1), weights: (0, d, 1), destination: (0, d, 1)))
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

  /// What stands at the sites of an attention.
  package struct Sites: Sendable {
    package let input: CodeGrid
    package let scores: CodeGrid
    package let probabilities: Probabilities
    package let output: CodeGrid

    package init(input: CodeGrid, scores: CodeGrid, probabilities: Probabilities, output: CodeGrid) {
      self.input = input
      self.scores = scores
      self.probabilities = probabilities
      self.output = output
    }
  }

  /// Attention as one worker runs it, with scratch memory of its own; not to be shared between threads.
  ///
  /// One head after the other, so that a head's scores stay in the core's own cache. The buffers are freed with the
  /// binding, and no one else holds their pointers.
  package final class Binding {
    private let attention: AttentionCodes
    private let scoresProduct: IntegerProduct.Binding
    private let contextProduct: IntegerProduct.Binding
    private let operands: fq_attention_operand_buffers
    private let sums: UnsafeMutablePointer<Int32>
    private let lowSums: UnsafeMutablePointer<Int32>
    private let scores: UnsafeMutablePointer<UInt8>
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
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
        return bytes.initializeMemory(as: Element.self, repeating: .zero, count: count)
      }
      operands = fq_attention_operand_buffers(
        queries: allocate(h * t * d), keys: allocate(h * t * d), values: allocate(h * t * d),
        row_terms: allocate(h * t), column_terms: allocate(h * t), value_sums: allocate(h * d))
      sums = allocate(t * max(t, d))
      lowSums = allocate(t * d)
      self.scores = allocate(t * t)
      first = allocate(t * t)
      second = allocate(t * t)
      probabilitySums = allocate(t)
      row = allocate(t)
    }

    deinit {
      operands.queries.deallocate()
      operands.keys.deallocate()
      operands.values.deallocate()
      operands.row_terms.deallocate()
      operands.column_terms.deallocate()
      operands.value_sums.deallocate()
      sums.deallocate()
      lowSums.deallocate()
      scores.deallocate()
      first.deallocate()
      second.deallocate()
      probabilitySums.deallocate()
      row.deallocate()
    }

    /// Codes of `softmax(Q · Kᵀ · D^−½) · V`, `[T, H, D]`, from those of `[T, 3, H, D]`.
    ///
    /// - Parameter onScores: sees the codes `[queries, T]` of each head's scores.
    package func run(
      _ qkv: UnsafePointer<UInt8>, _ sites: Sites, into codes: UnsafeMutablePointer<UInt8>,
      onScores: ((_ head: Int, UnsafeMutablePointer<UInt8>) -> Void)? = nil
    ) {
      let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
      let grid = sites.input
      withUnsafePointer(to: operands) { fq_attention_operands(qkv, t, h, d, grid.zeroPoint, $0) }
      clock?.lap(.copying)
      let factor = Double(grid.scale) * Double(grid.scale) / Double(d).squareRoot() / Double(sites.scores.scale)
      let (firstRow, rows) = (attention.query ?? 0, attention.rowCount)
      for head in 0..<h {
        scoresProduct.run(operands.queries + (head * t + firstRow) * d, operands.keys + head * t * d, into: sums)
        clock?.lap(.product)
        fq_score_codes(
          sums, operands.row_terms + head * t + firstRow, operands.column_terms + head * t, rows, t, Float(factor),
          Float(sites.scores.zeroPoint), sites.scores.highest, scores)
        clock?.lap(.epilogue)
        onScores?(head, scores)
        softmax(sites.probabilities)
        clock?.lap(.softmax)
        context(head, sites, into: codes + firstRow * h * d + head * d)
      }
    }

    private func softmax(_ probabilities: Probabilities) {
      let (t, rows) = (attention.tokens, attention.rowCount)
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
    }

    private func context(_ head: Int, _ sites: Sites, into codes: UnsafeMutablePointer<UInt8>) {
      let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
      var parameters = fq_context_parameters()
      (parameters.rows, parameters.tokens) = (attention.rowCount, t)
      (parameters.dimension, parameters.stride) = (d, h * d)
      parameters.value_shift = 128 - sites.input.zeroPoint
      (parameters.zero_point, parameters.highest) = (Float(sites.output.zeroPoint), sites.output.highest)
      let steps = Double(sites.input.scale) / Double(sites.output.scale)
      let values = operands.values + head * t * d
      contextProduct.run(first, values, into: sums)
      if case .uniform(_, let quantizer) = sites.probabilities {
        clock?.lap(.product)
        parameters.probability_zero_point = quantizer.zeroPoints[0]
        parameters.factor = Float(steps * Double(quantizer.scales[0]))
        fq_context_codes(sums, probabilitySums, operands.value_sums + head * d, &parameters, codes)
      } else {
        contextProduct.run(second, values, into: lowSums)
        clock?.lap(.product)
        parameters.factor = Float(steps / 32768)
        fq_shifted_context_codes(sums, lowSums, probabilitySums, &parameters, codes)
      }
      clock?.lap(.epilogue)
    }
  }
}
