import Kernels
import TestSupport
import Testing

/// The error bound of a product of `length` terms in float32: a step, fused or not, rounds by at most 2⁻²⁴ of the sum of
/// magnitudes so far, so that length · 2⁻²³ of that whole sum is twice what the steps can add up to.
private func productBound(length: Int, magnitude: Double) -> Double {
  Double(length + 1) * Double(Float.ulpOfOne) * magnitude
}

/// Of small results every element, of large ones each 61st: a prime, so that all rows and columns have their turn.
private func everyElement(of count: Int) -> StrideTo<Int> { stride(from: 0, to: count, by: count < 2000 ? 1 : 61) }

@Suite struct LinearProductTests {
  struct Case: CustomStringConvertible {
    let rows: Int, inputs: Int, outputs: Int, hasBias: Bool
    var description: String { "\(rows)×\(inputs)→\(outputs)\(hasBias ? "" : " without bias")" }
    func operands(seed: UInt64) -> (x: [Float], weight: [Float], bias: [Float]?) {
      var generator = SeededGenerator(seed: seed)
      return (
        (0..<rows * inputs).map { _ in generator.normal() }, (0..<inputs * outputs).map { _ in generator.normal() },
        hasBias ? (0..<outputs).map { _ in generator.normal() } : nil
      )
    }
  }

  static let cases = [
    Case(rows: 1, inputs: 1, outputs: 1, hasBias: true), Case(rows: 3, inputs: 17, outputs: 5, hasBias: true),
    Case(rows: 1, inputs: 192, outputs: 1000, hasBias: true), Case(rows: 197, inputs: 192, outputs: 33, hasBias: false),
    Case(rows: 196, inputs: 768, outputs: 48, hasBias: true),
  ]

  @Test(arguments: cases) func agreesWithItsTwin(_ shape: Case) throws {
    for summation in [LinearProduct.Summation.blocks, .chain] { try agreesWithItsTwin(shape, summation) }
  }

  private func agreesWithItsTwin(_ shape: Case, _ summation: LinearProduct.Summation) throws {
    let (x, weight, bias) = shape.operands(seed: 7)
    let product = try LinearProduct(
      rows: shape.rows, inputs: shape.inputs, outputs: shape.outputs, weight: weight, bias: bias,
      summation: summation)
    var y = [Float](repeating: .nan, count: shape.rows * shape.outputs)
    try product.makeBinding().run(x, into: &y)
    for index in everyElement(of: y.count) {
      let (row, output) = index.quotientAndRemainder(dividingBy: shape.outputs)
      let expected = Reference.linear(x, weight: weight, bias: bias, inputs: shape.inputs, row: row, output: output)
      let bound = productBound(length: shape.inputs, magnitude: expected.magnitude)
      #expect(abs(Double(y[index]) - expected.value) <= bound, "element \(index) of \(shape), seed 7")
    }
    #expect(y.allSatisfy { $0.isFinite })
  }

  /// The order of a chain's sums, to the bit, on every machine.
  @Test(arguments: cases) func aChainAddsInOrder(_ shape: Case) throws {
    let (x, weight, bias) = shape.operands(seed: 11)
    let product = try LinearProduct(
      rows: shape.rows, inputs: shape.inputs, outputs: shape.outputs, weight: weight, bias: bias, summation: .chain)
    var y = [Float](repeating: .nan, count: shape.rows * shape.outputs)
    try product.makeBinding().run(x, into: &y)
    for index in everyElement(of: y.count) {
      let (row, output) = index.quotientAndRemainder(dividingBy: shape.outputs)
      var sum: Float = 0
      for k in 0..<shape.inputs { sum.addProduct(x[row * shape.inputs + k], weight[output * shape.inputs + k]) }
      #expect(y[index] == sum + (bias?[output] ?? 0), "element \(index) of \(shape), seed 11")
    }
  }

  @Test func givesEveryThreadTheSameBits() async throws {
    let shape = Case(rows: 197, inputs: 192, outputs: 96, hasBias: true)
    let (x, weight, bias) = shape.operands(seed: 8)
    let product = try LinearProduct(rows: 197, inputs: 192, outputs: 96, weight: weight, bias: bias)
    let results = try await withThrowingTaskGroup(of: [UInt32].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let binding = try product.makeBinding()
          var y = [Float](repeating: 0, count: 197 * 96)
          for _ in 0..<20 { binding.run(x, into: &y) }
          return bits(y)
        }
      }
      return try await group.reduce(into: [[UInt32]]()) { $0.append($1) }
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }
}

@Suite struct AttentionProductsTests {
  @Test(arguments: [(1, 1, 1), (5, 2, 3), (33, 1, 17), (197, 3, 64)])
  func agreeWithTheirTwins(tokens: Int, heads: Int, headDimension: Int) throws {
    var generator = SeededGenerator(seed: 9)
    let qkv = (0..<tokens * 3 * heads * headDimension).map { _ in generator.normal() }
    let probabilities = (0..<heads * tokens * tokens).map { _ in Float.random(in: 0...1, using: &generator) }
    let binding = try AttentionProducts(tokens: tokens, heads: heads, headDimension: headDimension).makeBinding()
    var scores = [Float](repeating: .nan, count: heads * tokens * tokens)
    binding.scores(packed: qkv, width: heads * headDimension, into: &scores)
    var context = [Float](repeating: .nan, count: tokens * heads * headDimension)
    binding.context(probabilities, packed: qkv, width: heads * headDimension, into: &context)

    for index in everyElement(of: scores.count) {
      let expected = Reference.score(
        qkv, heads: heads, headDimension: headDimension, head: index / (tokens * tokens),
        query: index / tokens % tokens, key: index % tokens)
      let bound = productBound(length: headDimension, magnitude: expected.magnitude)
      #expect(abs(Double(scores[index]) - expected.value) <= bound, "score \(index), seed 9")
    }
    for index in everyElement(of: context.count) {
      let expected = Reference.context(
        probabilities, qkv, tokens: tokens, heads: heads, headDimension: headDimension,
        token: index / (heads * headDimension), head: index / headDimension % heads, channel: index % headDimension)
      let bound = productBound(length: tokens, magnitude: expected.magnitude)
      #expect(abs(Double(context[index]) - expected.value) <= bound, "context \(index), seed 9")
    }
    #expect((scores + context).allSatisfy { $0.isFinite })
  }

  @Test func giveEveryThreadTheSameBits() async throws {
    var generator = SeededGenerator(seed: 10)
    let qkv = (0..<197 * 3 * 192).map { _ in generator.normal() }
    let product = try AttentionProducts(tokens: 197, heads: 3, headDimension: 64)
    let results = try await withThrowingTaskGroup(of: [UInt32].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let binding = try product.makeBinding()
          var scores = [Float](repeating: 0, count: 3 * 197 * 197)
          var context = [Float](repeating: 0, count: 197 * 192)
          for _ in 0..<5 {
            binding.scores(packed: qkv, width: 192, into: &scores)
            binding.context(scores, packed: qkv, width: 192, into: &context)
          }
          return bits(scores + context)
        }
      }
      return try await group.reduce(into: [[UInt32]]()) { $0.append($1) }
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }
}

@Test func oneDNNSaysWhatItIs() {
  #expect(OneDNN.version.split(separator: ".").count == 3)
  #expect(!OneDNN.instructionSet.isEmpty)
}

extension AttentionProducts.Binding {
  /// Queries, keys and values side by side, [T, 3 · `width`].
  fileprivate func scores(packed qkv: [Float], width: Int, into scores: inout [Float]) {
    qkv.withUnsafeBufferPointer { self.scores($0.baseAddress!, $0.baseAddress! + width, into: &scores) }
  }

  fileprivate func context(_ probabilities: [Float], packed qkv: [Float], width: Int, into context: inout [Float]) {
    qkv.withUnsafeBufferPointer { self.context(probabilities, $0.baseAddress! + 2 * width, into: &context) }
  }
}
