import Kernels
import Quantization
import TestSupport
import Testing

/// Attention by the package's own products against that by `IntegerProduct`: both exact, so equal.
@Suite(.enabled(if: IntegerProduct.arithmetic == .fusedBytes, "this CPU has no AVX-512 VNNI, or oneDNN is faster"))
struct AttentionCodesTests {
  private static func grid(_ scale: Float, zeroPoint: Int32, bits: Int = 8) throws -> CodeGrid {
    let quantizer = UniformQuantizer(
      format: IntegerFormat(bits: bits, isSigned: false), scales: [scale], zeroPoints: [zeroPoint])
    return try #require(CodeGrid(quantizer, channelCount: 1))
  }

  private static func probabilities(scoreScale: Float) -> [AttentionCodes.Probabilities] {
    let exponentials = AttentionCodes.exponentials(scoreScale: scoreScale)
    return [
      .logIntSoftmax(LogIntSoftmaxKernel(quantizer: LogIntSoftmaxQuantizer(bits: 4, scoreScale: scoreScale))),
      .log2(exponentials: exponentials, bits: 3),
      .uniform(
        exponentials: exponentials,
        UniformQuantizer(format: IntegerFormat(bits: 8, isSigned: false), scales: [0.004], zeroPoints: [3])),
    ]
  }

  @Test(arguments: [1, 3, 16, 63, 65, 197], [16, 48, 64, 80]) func `Fused and separate products agree`(
    tokens: Int, dimension: Int
  ) throws {
    let heads = 2
    let seed = UInt64(tokens * 100 + dimension)
    var generator = SeededGenerator(seed: seed)
    let qkv = (0..<tokens * 3 * heads * dimension).map { _ in UInt8(min(max(generator.normal() * 40 + 120, 0), 255)) }
    let input = try Self.grid(0.03, zeroPoint: 117)
    let scores = try Self.grid(0.05, zeroPoint: 100)
    let output = try Self.grid(0.01, zeroPoint: 90, bits: 6)
    for (kind, probabilities) in Self.probabilities(scoreScale: scores.scale).enumerated() {
      let sites = AttentionCodes.Sites(input: input, scores: scores, probabilities: probabilities, output: output)
      for query in [nil, 0, tokens - 1] {
        var results: [(context: [UInt8], scores: [[UInt8]])] = []
        for arithmetic in [IntegerProduct.Arithmetic.fusedBytes, .bytes, .floats] {
          let attention = try AttentionCodes(
            tokens: tokens, heads: heads, headDimension: dimension, query: query, arithmetic: arithmetic
          ).makeBinding()
          var context = [UInt8](repeating: 7, count: tokens * heads * dimension)
          var scores: [[UInt8]] = []
          // Twice: the second run must find nothing of the first.
          for _ in 0..<2 {
            scores = []
            attention.run(qkv, sites, into: &context) { _, _, codes in
              scores.append(Array(UnsafeBufferPointer(start: codes, count: (query == nil ? tokens : 1) * tokens)))
            }
          }
          results.append((context, scores))
        }
        let what = "kind \(kind), query \(query ?? -1), seed \(seed)"
        #expect(results[0].scores == results[1].scores, "\(what)")
        #expect(results[0].context == results[1].context, "\(what)")
        #expect(results[1].context == results[2].context, "\(what)")
      }
    }
  }
}
