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
  var rowCount: Int { query == nil ? tokens : 1 }
  /// Nil where the package's own products run.
  private let products: (scores: IntegerProduct, context: IntegerProduct)?

  /// - Parameter arithmetic: `fusedBytes` needs a head dimension that is a multiple of 16, and is `bytes` elsewhere.
  package init(
    tokens: Int, heads: Int, headDimension: Int, query: Int? = nil,
    arithmetic: IntegerProduct.Arithmetic = IntegerProduct.arithmetic
  ) throws(KernelError) {
    precondition(tokens > 0 && heads > 0 && headDimension > 0, "attention has extents")
    self.tokens = tokens
    self.heads = heads
    self.headDimension = headDimension
    self.query = query
    guard arithmetic != .fusedBytes || headDimension % 16 != 0 else {
      products = nil
      return
    }
    let arithmetic = arithmetic == .fusedBytes ? .bytes : arithmetic
    let (t, d, rows) = (tokens, headDimension, query == nil ? tokens : 1)
    let scores = try IntegerProduct(
      shape: .init(
        rows: rows, inner: d, columns: t, source: (0, d, 1), weights: (0, 1, d), destination: (0, t, 1)),
      arithmetic: arithmetic)
    let context = try IntegerProduct(
      shape: .init(
        rows: rows, inner: t, columns: d, source: (0, t, 1), weights: (0, d, 1), destination: (0, d, 1)),
      arithmetic: arithmetic)
    products = (scores, context)
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
    guard let products else { return Binding(self, FusedAttentionProducts(self)) }
    return Binding(self, try SeparateAttentionProducts(self, scores: products.scores, context: products.context))
  }

  /// What stands at the sites of an attention.
  package struct Sites: Sendable {
    package let input: CodeGrid
    package let scores: CodeGrid
    package let probabilities: Probabilities
    package let output: CodeGrid
    /// What products are divided by; √D unless told otherwise.
    package let divisor: Double?

    package init(
      input: CodeGrid, scores: CodeGrid, probabilities: Probabilities, output: CodeGrid, divisor: Double? = nil
    ) {
      self.divisor = divisor
      self.input = input
      self.scores = scores
      self.probabilities = probabilities
      self.output = output
    }
  }

  /// What is added to the scores before the softmax, which makes them codes of another site.
  package struct Bias: Sendable {
    /// [H, T, T].
    package let codes: [UInt8]
    fileprivate let scores: CodeGrid
    fileprivate let bias: CodeGrid
    package let output: CodeGrid

    /// - Parameters:
    ///   - scores: the grid of the scores' site; layer-wise, as the others.
    ///   - output: that of the sums', which the softmax reads.
    package init(codes: [UInt8], grid: CodeGrid, scores: CodeGrid, output: CodeGrid, tokens: Int) {
      self.codes = codes
      self.scores = CodeGrid(scores, channels: tokens * tokens)
      bias = CodeGrid(grid, channels: tokens * tokens)
      self.output = CodeGrid(output, channels: tokens * tokens)
    }
  }

  /// Products of two bytes a run.
  package func multiplicationCount(_ sites: Sites) -> Int {
    let aProduct = heads * rowCount * tokens * headDimension
    return sites.probabilities.hasSecondOperand ? 3 * aProduct : 2 * aProduct
  }

  /// Attention as one worker runs it, with scratch memory of its own; not to be shared between threads.
  ///
  /// One head after the other, so that a head's scores stay in the core's own cache.
  package final class Binding {
    private let attention: AttentionCodes
    private let products: any AttentionCodeProducts
    private let scores: ScratchBuffer<UInt8>
    private let first: ScratchBuffer<UInt8>
    private let second: ScratchBuffer<UInt8>
    private let probabilitySums: ScratchBuffer<Int32>
    private let row: ScratchBuffer<Float>
    /// Nil where nobody asks what time goes to.
    package var clock: KernelClock?

    fileprivate init(_ attention: AttentionCodes, _ products: any AttentionCodeProducts) {
      self.attention = attention
      self.products = products
      let t = attention.tokens
      scores = ScratchBuffer(count: t * t)
      // Products read words of four bytes, the last of a row's beyond it.
      first = ScratchBuffer(count: t * t + 4)
      second = ScratchBuffer(count: t * t + 4)
      probabilitySums = ScratchBuffer(count: t)
      row = ScratchBuffer(count: t)
    }

    /// Codes of `softmax(Q · Kᵀ · D^−½) · V`, `[T, H, D]`, from those of `[T, 3, H, D]`.
    ///
    /// - Parameters:
    ///   - bias: added to the scores; nil for none.
    ///   - regions: by token; tokens of different regions do not see each other. Nil where all do.
    ///   - onScores: sees the codes `[queries, T]` of each head's scores, and then of those with their biases.
    package func run(
      _ qkv: UnsafePointer<UInt8>, _ sites: Sites, bias: Bias? = nil, regions: [UInt8]? = nil,
      into codes: UnsafeMutablePointer<UInt8>,
      onScores: ((_ head: Int, _ isBiased: Bool, UnsafeMutablePointer<UInt8>) -> Void)? = nil
    ) {
      precondition(attention.query == nil || bias == nil && regions == nil, "windows have all their queries")
      let (h, d) = (attention.heads, attention.headDimension)
      products.prepare(qkv, zeroPoint: sites.input.zeroPoint)
      clock?.lap(.copying)
      let inputScale = Double(sites.input.scale)
      let scoresEnd = AttentionScoresEnd(
        factor: Float(inputScale * inputScale / (sites.divisor ?? Double(d).squareRoot()) / Double(sites.scores.scale)),
        zeroPoint: sites.scores.zeroPoint, highest: sites.scores.highest)
      let contextEnd = AttentionContextEnd(
        factor: Float(inputScale / Double(sites.output.scale) * sites.probabilities.operandScale),
        zeroPoint: sites.output.zeroPoint, highest: sites.output.highest, valueZeroPoint: sites.input.zeroPoint)
      let operand = AttentionContextOperand(
        codes: first.address, low: sites.probabilities.hasSecondOperand ? second.address : nil,
        sums: probabilitySums.address, zeroPoint: sites.probabilities.zeroPoint)
      for head in 0..<h {
        products.scores(head: head, scoresEnd, clock: clock, into: scores.address)
        onScores?(head, false, scores.address)
        if let bias {
          let area = attention.tokens * attention.tokens
          bias.codes.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            bias.output.add(scores.address, bias.scores, base + head * area, bias.bias, rows: 1, into: scores.address)
          }
          onScores?(head, true, scores.address)
        }
        if let regions { softmax(sites.probabilities, regions: regions) } else { softmax(sites.probabilities) }
        clock?.lap(.softmax)
        let start = (attention.query ?? 0) * h * d + head * d
        products.context(head: head, operand, contextEnd, clock: clock, into: codes + start)
      }
    }

    /// The softmax among the tokens of each region by itself; what a token does not see is zero.
    private func softmax(_ probabilities: Probabilities, regions: [UInt8]) {
      let t = attention.tokens
      let zero = UInt8(probabilities.zeroPoint)
      let whole = Array(UnsafeBufferPointer(start: scores.address, count: t * t))
      var high = [UInt8](repeating: zero, count: t * t)
      var low = [UInt8](repeating: 0, count: t * t)
      var sums = [Int32](repeating: 0, count: t)
      for region in Set(regions).sorted() {
        let tokens = regions.indices.filter { regions[$0] == region }
        let n = tokens.count
        for (row, query) in tokens.enumerated() {
          for (column, key) in tokens.enumerated() { scores.address[row * n + column] = whole[query * t + key] }
        }
        softmax(probabilities, rows: n, tokens: n)
        for (row, query) in tokens.enumerated() {
          sums[query] = probabilitySums.address[row] + Int32(zero) * Int32(t - n)
          for (column, key) in tokens.enumerated() {
            high[query * t + key] = first.address[row * n + column]
            low[query * t + key] = second.address[row * n + column]
          }
        }
      }
      first.address.update(from: high, count: t * t)
      second.address.update(from: low, count: t * t)
      probabilitySums.address.update(from: sums, count: t)
    }

    private func softmax(_ probabilities: Probabilities) {
      softmax(probabilities, rows: attention.rowCount, tokens: attention.tokens)
    }

    private func softmax(_ probabilities: Probabilities, rows: Int, tokens t: Int) {
      let (scores, first, second, row) = (scores.address, first.address, second.address, row.address)
      let sums = probabilitySums.address
      switch probabilities {
      case .logIntSoftmax(let kernel):
        kernel.operands(scores, rows: rows, columns: t, high: first, low: second, sums: sums)
      case .log2(let exponentials, let bits):
        for index in 0..<rows {
          fq_softmax_of_codes(scores + index * t, exponentials, t, row)
          QuantizationKernels.log2(row, count: t, bits: bits)
          fq_power_operands(row, t, first + index * t, second + index * t, sums + index)
        }
      case .uniform(let exponentials, let quantizer):
        let highest = Float(quantizer.format.maximum)
        for index in 0..<rows {
          fq_softmax_of_codes(scores + index * t, exponentials, t, row)
          fq_probability_codes(
            row, t, quantizer.scales[0], Float(quantizer.zeroPoints[0]), highest, first + index * t, sums + index)
        }
      }
    }
  }
}

extension AttentionCodes.Probabilities {
  fileprivate var hasSecondOperand: Bool {
    switch self {
    case .logIntSoftmax, .log2: true
    case .uniform: false
    }
  }

  /// What a unit of the operand stands for.
  fileprivate var operandScale: Double {
    switch self {
    case .logIntSoftmax, .log2: 0x1p-15
    case .uniform(_, let quantizer): Double(quantizer.scales[0])
    }
  }

  fileprivate var zeroPoint: Int32 {
    switch self {
    case .logIntSoftmax, .log2: 0
    case .uniform(_, let quantizer): quantizer.zeroPoints[0]
    }
  }
}
