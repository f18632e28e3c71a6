import Quantization

extension Reference {
  /// Attention on codes as it is written: sums over codes less their zero points, one element at a time.
  package struct Attention {
    let qkv: [UInt8]
    let tokens: Int
    let heads: Int
    let dimension: Int
    let input: CodeGrid
    let scores: CodeGrid
    let output: CodeGrid

    package init(
      qkv: [UInt8], tokens: Int, heads: Int, dimension: Int, input: CodeGrid, scores: CodeGrid, output: CodeGrid
    ) {
      self.qkv = qkv
      self.tokens = tokens
      self.heads = heads
      self.dimension = dimension
      self.input = input
      self.scores = scores
      self.output = output
    }

    /// `part`: 0 for queries, 1 for keys, 2 for values.
    private func integer(_ part: Int, _ token: Int, _ head: Int, _ channel: Int) -> Int64 {
      Int64(qkv[((token * 3 + part) * heads + head) * dimension + channel]) - Int64(input.zeroPoint)
    }

    private static func code(_ steps: Float, _ grid: CodeGrid) -> UInt8 {
      UInt8(RoundingRule.halfToEven(min(max(steps + Float(grid.zeroPoint), 0), grid.highest)))
    }

    package func scoreCodes(_ head: Int) -> [UInt8] {
      let factor = Double(input.scale) * Double(input.scale) / Double(dimension).squareRoot() / Double(scores.scale)
      return (0..<tokens * tokens).map { index in
        let (t, u) = index.quotientAndRemainder(dividingBy: tokens)
        let sum = (0..<dimension).reduce(Int64(0)) { $0 + integer(0, t, head, $1) * integer(1, u, head, $1) }
        return Self.code(Float(sum) * Float(factor), scores)
      }
    }

    /// Probabilities in units of 2⁻¹⁵ for powers of two, of the scale for uniform codes.
    package func probabilities(_ codes: [UInt8], _ kind: AttentionCodes.Probabilities) -> [Int64] {
      (0..<tokens).flatMap { row -> [Int64] in
        switch kind {
        case .logIntSoftmax(let kernel):
          let part = codes[row * tokens..<(row + 1) * tokens].map(Int64.init)
          return Reference.logIntSoftmax(part, kernel.quantizer).map { $0.map { 32768 >> Int64($0) } ?? 0 }
        case .log2(let exponentials, let bits):
          var row = softmax(codes, row, exponentials)
          row.withUnsafeMutableBufferPointer {
            guard let base = $0.baseAddress else { return }
            QuantizationKernels.log2(base, count: $0.count, bits: bits)
          }
          return row.map { Int64($0 * 32768) }
        case .uniform(let exponentials, let quantizer):
          return softmax(codes, row, exponentials).map { Int64(quantizer.code($0) - quantizer.zeroPoints[0]) }
        }
      }
    }

    /// In the order of the kernel's sum, sixteen lanes, because a float sum has one.
    private func softmax(_ codes: [UInt8], _ row: Int, _ exponentials: [Float]) -> [Float] {
      let part = codes[row * tokens..<(row + 1) * tokens]
      let greatest = part.max() ?? 0
      let values = part.map { exponentials[Int(greatest - $0)] }
      var lanes = [Float](repeating: 0, count: 16)
      for (index, value) in values.enumerated() { lanes[index % 16] += value }
      for width in [8, 4, 2, 1] { for lane in 0..<width { lanes[lane] += lanes[lane + width] } }
      return values.map { $0 * (1 / lanes[0]) }
    }

    /// - Parameter probabilities: `[tokens, tokens]` a head, in units that powers of two share.
    package func contextCodes(_ probabilities: [[Int64]], unit: Double) -> [UInt8] {
      let factor = Double(input.scale) / Double(output.scale) * unit
      return (0..<tokens * heads * dimension).map { index in
        let (t, rest) = index.quotientAndRemainder(dividingBy: heads * dimension)
        let (head, channel) = rest.quotientAndRemainder(dividingBy: dimension)
        let sum = (0..<tokens).reduce(Int64(0)) { sum, u in
          sum + probabilities[head][t * tokens + u] * integer(2, u, head, channel)
        }
        return Self.code(Float(sum) * Float(factor), output)
      }
    }
  }
}
