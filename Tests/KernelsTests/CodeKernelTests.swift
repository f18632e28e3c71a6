import CKernels
import Kernels
import Quantization
import TestSupport
import Testing

/// Codes against the readable arithmetic that gives them, element by element.
@Suite struct CodeKernelTests {
  private static func grid(bits: Int, channels: Int, seed: UInt64, isLayerWise: Bool = true) throws -> CodeGrid {
    var generator = SeededGenerator(seed: seed)
    let format = IntegerFormat(bits: bits, isSigned: false)
    let zeroPoint = Int32.random(in: 0...Int32(format.maximum), using: &generator)
    let scales = (0..<(isLayerWise ? 1 : channels)).map { _ in Float.random(in: 0.001...0.5, using: &generator) }
    let quantizer = UniformQuantizer(
      format: format, scales: scales, zeroPoints: [Int32](repeating: zeroPoint, count: scales.count))
    return try #require(CodeGrid(quantizer, channelCount: channels))
  }

  private static func code(_ steps: Float, _ highest: Float) -> UInt8 {
    UInt8(RoundingRule.halfToEven(min(max(steps, 0), highest)))
  }

  private func bytes(_ count: Int, seed: UInt64, most: UInt8 = 255) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...most, using: &generator) }
  }

  @Test func encodesAndDecodesAsTheQuantizer() throws {
    for (index, sample) in Sample.all.enumerated() {
      for isLayerWise in [true, false] {
        let bits = 2 + index % 7
        let grid = try Self.grid(bits: bits, channels: sample.channels, seed: 50, isLayerWise: isLayerWise)
        let x = sample.values()
        var codes = [UInt8](repeating: 0, count: sample.count)
        grid.encode(x, rows: sample.rows, into: &codes)
        var values = [Float](repeating: 0, count: sample.count)
        grid.decode(codes, rows: sample.rows, into: &values)
        for i in 0..<sample.count {
          let scale = grid.scales[i % sample.channels]
          #expect(codes[i] == Self.code(x[i] / scale + Float(grid.zeroPoint), grid.highest), "\(sample), element \(i)")
          #expect(values[i] == (Float(codes[i]) - Float(grid.zeroPoint)) * scale, "\(sample), element \(i)")
        }
      }
    }
  }

  @Test func addsWhatCodesStandFor() throws {
    for sample in Sample.all {
      let a = try Self.grid(bits: 8, channels: sample.channels, seed: sample.seed, isLayerWise: false)
      let b = try Self.grid(bits: 8, channels: sample.channels, seed: sample.seed + 1)
      let output = try Self.grid(bits: 8, channels: sample.channels, seed: sample.seed + 2, isLayerWise: false)
      let (x, y) = (bytes(sample.count, seed: 3), bytes(sample.count, seed: 4))
      var codes = [UInt8](repeating: 0, count: sample.count)
      output.add(x, a, y, b, rows: sample.rows, into: &codes)
      for i in 0..<sample.count {
        let c = i % sample.channels
        let sum =
          (Float(x[i]) - Float(a.zeroPoint)) * a.scales[c] + (Float(y[i]) - Float(b.zeroPoint)) * b.scales[c]
        #expect(codes[i] == Self.code(sum / output.scales[c] + Float(output.zeroPoint), 255), "\(sample), element \(i)")
      }
    }
  }

  @Test func requantizesSums() {
    for sample in Sample.all {
      var generator = SeededGenerator(seed: sample.seed)
      let columns = sample.channels
      let sums = (0..<sample.count).map { _ in Int32.random(in: -200_000...200_000, using: &generator) }
      let requantization = Requantization(
        compensation: (0..<columns).map { _ in Int32.random(in: -90_000...90_000, using: &generator) },
        factors: (0..<columns).map { _ in Float.random(in: 1e-5...2e-3, using: &generator) },
        offsets: (0..<columns).map { _ in Float.random(in: -100...300, using: &generator) }, highest: 255)
      let reals = (0..<sample.count).map { i in
        Float(sums[i] + requantization.compensation[i % columns]) * requantization.factors[i % columns]
          + requantization.offsets[i % columns]
      }
      var codes = [UInt8](repeating: 0, count: sample.count)
      requantization.codes(sums, rows: sample.rows, into: &codes)
      #expect(codes == reals.map { Self.code($0, 255) }, "\(sample)")
      var y = [Float](repeating: 0, count: sample.count)
      requantization.reals(sums, rows: sample.rows, into: &y)
      #expect(y == reals, "\(sample)")
      let gelu = reals.mapped { ElementwiseKernels.gelu($0, into: $0, count: sample.count) }
      requantization.geluCodes(sums, rows: sample.rows, scale: 0.7, zeroPoint: 9, into: &codes)
      #expect(codes == gelu.map { Self.code($0 * (1 / 0.7) + 9, 255) }, "\(sample)")
    }
  }

  /// LayerNorm on codes against LayerNorm on what they stand for: both exact, so equal.
  @Test func layerNormIsThatOfTheValues() {
    for sample in Sample.all {
      for (outputScale, weightSpread) in [(Float(0.03), Float(1)), (1e-4, 0.001), (10, 3)] {
        var generator = SeededGenerator(seed: sample.seed)
        let input = PowersOfTwoScaleQuantizer(
          bits: 8, scale: 0.02, zeroPoint: 117,
          exponents: (0..<sample.channels).map { _ in UInt8.random(in: 0...3, using: &generator) })
        let parameters = IntegerLayerNorm.Parameters(
          input: input, weight: (0..<sample.channels).map { _ in generator.normal() * weightSpread },
          bias: (0..<sample.channels).map { _ in generator.normal() }, outputScale: outputScale)
        let codes = bytes(sample.count, seed: sample.seed + 9)
        var found = [UInt8](repeating: 0, count: sample.count)
        IntegerLayerNorm.runCodes(
          codes, parameters, inputZeroPoint: 117, zeroPoint: 120, highest: 255, rows: sample.rows, into: &found)
        let values = codes.enumerated().map { (Float($1) - 117) * input.scale(ofChannel: $0 % sample.channels) }
        let expected = values.mapped { IntegerLayerNorm.run($0, parameters, rows: sample.rows, into: $0) }
          .map { Self.code(RoundingRule.halfToEven($0 / outputScale) + 120, 255) }
        #expect(found == expected, "\(sample), output scale \(outputScale)")
      }
    }
  }

  /// The operands of P · V against the codes of the kernel that works on scores.
  @Test(arguments: LogIntSoftmaxTests.scales) func operandsAreThePowersOfTheCodes(scale: Float) {
    for bits in 2...4 {
      for (index, columns) in [1, 2, 3, 63, 64, 65, 197, 300].enumerated() {
        for most in [UInt8(0), 3, 40, 255] {
          let seed = 4000 + UInt64(index)
          let rows = 7
          let scores = bytes(rows * columns, seed: seed, most: most)
          let kernel = LogIntSoftmaxKernel(quantizer: LogIntSoftmaxQuantizer(bits: bits, scoreScale: scale))
          var codes = [UInt8](repeating: 0, count: scores.count)
          kernel.codes(scores.map { Float($0) * scale }, rows: rows, columns: columns, into: &codes)
          var (high, low) = (codes, codes)
          var sums = [Int32](repeating: 0, count: rows)
          kernel.operands(scores, rows: rows, columns: columns, high: &high, low: &low, sums: &sums)
          let expected = codes.map { $0 == kernel.zeroCode ? 0 : Int32(32768) >> Int32($0) }
          let what = "scale \(scale), \(bits) bits, \(columns) columns, scores to \(most), seed \(seed)"
          #expect(zip(high, low).map { Int32($0) * 256 + Int32($1) } == expected, "\(what)")
          #expect(zip(high, low).allSatisfy { $0 == 0 || $1 == 0 }, "one operand a power, \(what)")
          let rowSums = (0..<rows).map { expected[$0 * columns..<($0 + 1) * columns].reduce(0, +) }
          #expect(sums == rowSums, "\(what)")
        }
      }
    }
  }

  /// Scales between the fixed ones, where steps of the exponential and buckets of sums fall otherwise.
  @Test func operandsAreThePowersOfTheCodesAtAnyScale() {
    let seed: UInt64 = 77
    var generator = SeededGenerator(seed: seed)
    for round in 0..<400 {
      let scale = Float.random(in: 0.01...1, using: &generator)
      let kernel = LogIntSoftmaxKernel(quantizer: LogIntSoftmaxQuantizer(bits: 4, scoreScale: scale))
      let (rows, columns) = (12, 197)
      let scores = (0..<rows * columns).map { _ in UInt8(min(max(generator.normal() * 20 + 120, 0), 255)) }
      var codes = [UInt8](repeating: 0, count: scores.count)
      kernel.codes(scores.map { Float($0) * scale }, rows: rows, columns: columns, into: &codes)
      var (high, low) = (codes, codes)
      var sums = [Int32](repeating: 0, count: rows)
      kernel.operands(scores, rows: rows, columns: columns, high: &high, low: &low, sums: &sums)
      let expected = codes.map { $0 == kernel.zeroCode ? 0 : Int32(32768) >> Int32($0) }
      #expect(zip(high, low).map { Int32($0) * 256 + Int32($1) } == expected, "scale \(scale), round \(round)")
    }
  }

  /// Both products and all between them against sums of codes less their zero points in Swift's integers.
  @Test func attentionIsExact() throws {
    for (tokens, heads, dimension) in [(1, 1, 4), (5, 2, 8), (65, 3, 64), (197, 1, 64)] {
      let seed = UInt64(tokens)
      let qkv = bytes(tokens * 3 * heads * dimension, seed: seed)
      let input = try Self.grid(bits: 8, channels: 3 * heads * dimension, seed: seed + 1)
      let scores = try #require(
        CodeGrid(
          UniformQuantizer(
            format: IntegerFormat(bits: 8, isSigned: false),
            scales: [input.scale * input.scale * 300 * Float(dimension).squareRoot()], zeroPoints: [128]),
          channelCount: tokens))
      let output = try #require(
        CodeGrid(
          UniformQuantizer(
            format: IntegerFormat(bits: 8, isSigned: false), scales: [input.scale * 1.3], zeroPoints: [101]),
          channelCount: heads * dimension))
      let exponentials = AttentionCodes.exponentials(scoreScale: scores.scale)
      let uniform = UniformQuantizer(
        format: IntegerFormat(bits: 8, isSigned: false), scales: [1 / 250], zeroPoints: [3])
      let kinds: [AttentionCodes.Probabilities] = [
        .logIntSoftmax(LogIntSoftmaxKernel(quantizer: LogIntSoftmaxQuantizer(bits: 4, scoreScale: scores.scale))),
        .log2(exponentials: exponentials, bits: 4), .uniform(exponentials: exponentials, uniform),
      ]
      let attention = try AttentionCodes(tokens: tokens, heads: heads, headDimension: dimension).makeBinding()
      for kind in kinds {
        var codes = [UInt8](repeating: 0, count: tokens * heads * dimension)
        var found: [[UInt8]] = []
        attention.run(
          qkv, .init(input: input, scores: scores, probabilities: kind, output: output), into: &codes
        ) { _, _, scores in found.append(Array(UnsafeBufferPointer(start: scores, count: tokens * tokens))) }
        let twin = Reference.Attention(
          qkv: qkv, tokens: tokens, heads: heads, dimension: dimension, input: input, scores: scores, output: output)
        #expect(found == (0..<heads).map(twin.scoreCodes), "scores, \(tokens) tokens, seed \(seed)")
        let probabilities = found.map { twin.probabilities($0, kind) }
        let unit = if case .uniform(_, let quantizer) = kind { Double(quantizer.scales[0]) } else { 1.0 / 32768 }
        #expect(codes == twin.contextCodes(probabilities, unit: unit), "\(tokens) tokens, seed \(seed)")
      }
    }
  }

  @Test func tableOfPixelsIsAppliedInTheOrderOfPatches() {
    let pixels = bytes(3 * 12 * 12, seed: 5)
    let table = bytes(768, seed: 6)
    var patches = [UInt8](repeating: 0, count: pixels.count)
    PatchCodes.gather(pixels, side: 12, patchSide: 4, table: table, into: &patches)
    for patch in 0..<9 {
      for row in 0..<4 {
        for column in 0..<4 {
          for colour in 0..<3 {
            let pixel = pixels[((patch / 3 * 4 + row) * 12 + patch % 3 * 4 + column) * 3 + colour]
            #expect(patches[((patch * 4 + row) * 4 + column) * 3 + colour] == table[colour * 256 + Int(pixel)])
          }
        }
      }
    }
  }
}
