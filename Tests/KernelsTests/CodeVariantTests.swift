import CKernels
import Kernels
import TestSupport
import Testing

/// The kernels on codes: the variant that the machine gets and the lowest one give the same codes.
@Suite struct CodeVariantTests {
  private static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  private static func sums(_ count: Int, seed: UInt64) -> [Int32] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Int32.random(in: -400_000...400_000, using: &generator) }
  }

  private func expectSame(
    _ count: Int, _ what: String, _ best: (UnsafeMutablePointer<UInt8>) -> Void,
    _ baseline: (UnsafeMutablePointer<UInt8>) -> Void
  ) {
    var results = [[UInt8]](repeating: [UInt8](repeating: 77, count: count), count: 2)
    best(&results[0])
    baseline(&results[1])
    #expect(results[0] == results[1], "\(what)")
  }

  @Test func requantization() {
    for s in Sample.all {
      let sums = Self.sums(s.count, seed: s.seed)
      let compensation = Self.sums(s.channels, seed: s.seed + 1)
      let factors = (0..<s.channels).map { 1e-4 + Float($0 % 9) * 1e-4 }
      let offsets = (0..<s.channels).map { Float($0 % 200) - 30 }
      compensation.withUnsafeBufferPointer { compensation in
        factors.withUnsafeBufferPointer { factors in
          offsets.withUnsafeBufferPointer { offsets in
            // The pointers in `site` are valid inside the closures that made them, where it is used.
            var site = fq_requantization(
              columns: s.channels, compensation: compensation.baseAddress, factors: factors.baseAddress,
              offsets: offsets.baseAddress, highest: 255)
            expectSame(
              s.count, "codes, \(s)", { fq_requantize(sums, &site, s.rows, $0) },
              { fq_requantize_baseline(sums, &site, s.rows, $0) })
            expectSame(
              s.count, "GELU, \(s)", { fq_requantize_gelu(sums, &site, s.rows, 11, 23, $0) },
              { fq_requantize_gelu_baseline(sums, &site, s.rows, 11, 23, $0) })
            var reals = [[Float]](repeating: [Float](repeating: 0, count: s.count), count: 2)
            fq_dequantize_sums(sums, &site, s.rows, &reals[0])
            fq_dequantize_sums_baseline(sums, &site, s.rows, &reals[1])
            #expect(reals[0] == reals[1], "\(s)")
          }
        }
      }
    }
  }

  /// GELUs near to the edges between codes, where an approximation decides all others.
  @Test(arguments: [0.001, 1, 12.5, 33, 160, 4000, 1e6] as [Float]) func geluOfManyNumbers(steps: Float) {
    let columns = 256
    // Real ones from −8 to 8, evenly; then the unusual.
    let sums = (0..<columns * 1250).map { Int32($0 - columns * 625) }
    let compensation = [Int32](repeating: 0, count: columns)
    for (factor, offset, zeroPoint, highest) in [
      (5e-5, 0, 9, 255), (5e-5, 0.3711, 0, 15), (-5e-5, 0, 255, 255), (1e-9, -0.7517, 40, 255), (3e33, 0, 40, 255),
      (1, .infinity, 40, 255), (1, -.infinity, 40, 255), (1, .nan, 40, 255), (1e-30, 1e-38, 40, 255),
    ] as [(Float, Float, Float, Float)] {
      let (factors, offsets) = ([Float](repeating: factor, count: columns), [Float](repeating: offset, count: columns))
      compensation.withUnsafeBufferPointer { compensation in
        factors.withUnsafeBufferPointer { factors in
          offsets.withUnsafeBufferPointer { offsets in
            // The pointers in `site` are valid inside the closures that made them, where it is used.
            var site = fq_requantization(
              columns: columns, compensation: compensation.baseAddress, factors: factors.baseAddress,
              offsets: offsets.baseAddress, highest: highest)
            expectSame(
              sums.count, "GELU of \(factor) · n + \(offset), \(steps) steps, zero point \(zeroPoint)",
              { fq_requantize_gelu(sums, &site, sums.count / columns, steps, zeroPoint, $0) },
              { fq_requantize_gelu_baseline(sums, &site, sums.count / columns, steps, zeroPoint, $0) })
          }
        }
      }
    }
  }

  @Test func codesAndReals() {
    for s in Sample.all {
      let scales = (0..<s.channels).map { 0.01 + Float($0 % 7) * 0.013 }
      let codes = Self.bytes(s.count, seed: s.seed)
      for x in [s.values(), (0..<s.count).map { hostileValues[$0 % hostileValues.count] }] {
        expectSame(
          s.count, "encode, \(s)", { fq_encode(x, s.count, 0.03, 99, 255, $0) },
          { fq_encode_baseline(x, s.count, 0.03, 99, 255, $0) })
        expectSame(
          s.count, "encode channels, \(s)", { fq_encode_channels(x, s.rows, s.channels, scales, 99, 15, $0) },
          { fq_encode_channels_baseline(x, s.rows, s.channels, scales, 99, 15, $0) })
      }
      var reals = [[Float]](repeating: [Float](repeating: 0, count: s.count), count: 2)
      fq_decode(codes, s.rows, s.channels, scales, 99, &reals[0])
      fq_decode_baseline(codes, s.rows, s.channels, scales, 99, &reals[1])
      #expect(reals[0] == reals[1], "\(s)")
      let values = (0..<256).map { Float($0) * 0.02 - 2 }
      expectSame(
        s.count, "embed, \(s)", { fq_embed_codes(codes, values, s.values(), s.rows, s.channels, scales, 99, 255, $0) },
        { fq_embed_codes_baseline(codes, values, s.values(), s.rows, s.channels, scales, 99, 255, $0) })
      scales.withUnsafeBufferPointer { scales in
        // The pointers in `site` are valid inside the closure that made them, where it is used.
        var site = fq_code_addition(
          channels: s.channels, a_scales: scales.baseAddress, b_scales: scales.baseAddress,
          scales: scales.baseAddress, a_zero_point: 3, b_zero_point: 200, zero_point: 77, highest: 255)
        let other = Self.bytes(s.count, seed: s.seed + 5)
        expectSame(
          s.count, "sum, \(s)", { fq_add_codes(codes, other, &site, s.rows, $0) },
          { fq_add_codes_baseline(codes, other, &site, s.rows, $0) })
      }
    }
    let (pixels, table) = (Self.bytes(3 * 24 * 24, seed: 1), Self.bytes(768, seed: 2))
    expectSame(
      pixels.count, "patches", { fq_patch_codes(pixels, 24, 8, table, $0) },
      { fq_patch_codes_baseline(pixels, 24, 8, table, $0) })
  }

  @Test func layerNorm() {
    for s in Sample.all {
      let codes = Self.bytes(s.count, seed: s.seed)
      let scales = (0..<s.channels).map { 0.01 * Float(1 << ($0 % 4)) }
      let multiples = (0..<s.channels).map { Float(1 << ($0 % 4)) }
      // Small slopes, whose offsets leave float32, beside large ones.
      let weight = (0..<s.channels).map { $0 % 37 == 5 ? 1e-6 : Float($0 % 11) - 5 }
      scales.withUnsafeBufferPointer { scales in
        multiples.withUnsafeBufferPointer { multiples in
          weight.withUnsafeBufferPointer { weight in
            // The pointers in `site` are valid inside the closures that made them, where it is used.
            var site = fq_integer_layer_norm_parameters(
              channels: s.channels, scales: scales.baseAddress, multiples: multiples.baseAddress,
              smallest_scale: 0.01, weight: weight.baseAddress, bias: weight.baseAddress, output_scale: 0.05)
            expectSame(
              s.count, "LayerNorm, \(s)", { fq_integer_layer_norm_codes(codes, &site, 130, 99, 255, s.rows, $0) },
              { fq_integer_layer_norm_codes_baseline(codes, &site, 130, 99, 255, s.rows, $0) })
          }
        }
      }
    }
  }

  @Test func attention() {
    let (tokens, heads, dimension) = (37, 2, 24)
    let qkv = Self.bytes(tokens * 3 * heads * dimension, seed: 8)
    let count = tokens * heads * dimension
    // What each variant writes: queries, keys, values, terms and sums, one after the other.
    func operands(
      _ kernel: (UnsafePointer<UInt8>, Int, Int, Int, Int32, UnsafePointer<fq_attention_operand_buffers>) -> Void
    ) -> [[Int]] {
      var queries = [UInt8](repeating: 0, count: count)
      var (keys, values) = ([Int8](repeating: 0, count: count), [Int8](repeating: 0, count: count))
      var rowTerms = [Int32](repeating: 0, count: tokens * heads)
      var columnTerms = rowTerms
      var valueSums = [Int32](repeating: 0, count: heads * dimension)
      queries.withUnsafeMutableBufferPointer { queries in
        keys.withUnsafeMutableBufferPointer { keys in
          values.withUnsafeMutableBufferPointer { values in
            rowTerms.withUnsafeMutableBufferPointer { rowTerms in
              columnTerms.withUnsafeMutableBufferPointer { columnTerms in
                valueSums.withUnsafeMutableBufferPointer { valueSums in
                  var buffers = fq_attention_operand_buffers(
                    queries: queries.baseAddress, keys: keys.baseAddress, values: values.baseAddress,
                    row_terms: rowTerms.baseAddress, column_terms: columnTerms.baseAddress,
                    value_sums: valueSums.baseAddress)
                  kernel(qkv, tokens, heads, dimension, 101, &buffers)
                }
              }
            }
          }
        }
      }
      return [queries.map(Int.init), keys.map(Int.init), values.map(Int.init)]
        + [rowTerms, columnTerms, valueSums].map { $0.map(Int.init) }
    }
    #expect(operands(fq_attention_operands) == operands(fq_attention_operands_baseline))

    let (sums, low) = (Self.sums(tokens * tokens, seed: 9), Self.sums(tokens * tokens, seed: 10))
    let terms = Self.sums(tokens * tokens, seed: 11).map { $0 % 20_000 }
    expectSame(
      tokens * tokens, "scores", { fq_score_codes(sums, terms, terms, tokens, tokens, 1e-3, 120, 255, $0) },
      { fq_score_codes_baseline(sums, terms, terms, tokens, tokens, 1e-3, 120, 255, $0) })
    var site = fq_context_parameters(
      rows: tokens, tokens: tokens, dimension: dimension, stride: dimension, value_shift: -7, probability_zero_point: 2,
      factor: 1e-4, zero_point: 130, highest: 255)
    expectSame(
      tokens * dimension, "context", { fq_context_codes(sums, terms, terms, &site, $0) },
      { fq_context_codes_baseline(sums, terms, terms, &site, $0) })
    expectSame(
      tokens * dimension, "shifted context", { fq_shifted_context_codes(sums, low, terms, &site, $0) },
      { fq_shifted_context_codes_baseline(sums, low, terms, &site, $0) })
  }

  @Test func probabilities() {
    let exponentials = (0..<256).map { fq_exponential(-Float($0) * 0.05) }
    for columns in [1, 17, 64, 197] {
      let codes = Self.bytes(columns, seed: UInt64(columns))
      var rows = [[Float]](repeating: [Float](repeating: 0, count: columns), count: 2)
      fq_softmax_of_codes(codes, exponentials, columns, &rows[0])
      fq_softmax_of_codes_baseline(codes, exponentials, columns, &rows[1])
      #expect(rows[0] == rows[1], "\(columns) columns")
      var totals: [Int32] = [0, 0, 0, 0]
      expectSame(
        columns, "uniform", { fq_probability_codes(rows[0], columns, 1 / 255, 0, 255, $0, &totals[0]) },
        { fq_probability_codes_baseline(rows[0], columns, 1 / 255, 0, 255, $0, &totals[1]) })
      let powers = (0..<columns).map { $0 % 17 == 16 ? 0 : Float(sign: .plus, exponent: -($0 % 17), significand: 1) }
      var low = [[UInt8]](repeating: [UInt8](repeating: 0, count: columns), count: 2)
      expectSame(
        columns, "powers", { fq_power_operands(powers, columns, $0, &low[0], &totals[2]) },
        { fq_power_operands_baseline(powers, columns, $0, &low[1], &totals[3]) })
      #expect(low[0] == low[1] && totals[0] == totals[1] && totals[2] == totals[3], "\(columns) columns")
    }
  }

  /// The three ways of Log-Int-Softmax on codes: this machine's, that of AVX-512 alone, and tables.
  @Test func logIntSoftmaxOperands() throws {
    let seed: UInt64 = 91
    var generator = SeededGenerator(seed: seed)
    for round in 0..<120 {
      let scale = Float.random(in: 0.005...1.2, using: &generator)
      let exponentials = LogIntSoftmaxConstants(scoreScale: scale).sharedExponentials
      let levelCount = 1 << (1 + round % 4)
      guard let reach = ReachTable(exponentials: exponentials, levelCount: levelCount) else { continue }
      let (rows, columns) = (5, [1, 8, 63, 64, 65, 128, 197, 500][round % 8])
      let spread = [Float(1), 10, 30, 90][round / 8 % 4]
      let scores = (0..<rows * columns).map { _ in UInt8(min(max(generator.normal() * spread + 128, 0), 255)) }
      var parameters = fq_log_int_softmax_parameters()
      (parameters.scale, parameters.level_count) = (scale, UInt32(levelCount))
      withUnsafeMutableBytes(of: &parameters.exponents) { table in
        exponentials.withUnsafeBytes { table.copyMemory(from: $0) }
      }
      let count = scores.count
      var results: [[UInt8]] = []
      var sums: [[Int32]] = []
      reach.starts.withUnsafeBufferPointer { starts in
        // The pointer in `table` is valid inside this closure, where it is used.
        var table = fq_reach_table(first_bit: reach.firstBit, starts: UnsafePointer(OpaquePointer(starts.baseAddress)))
        for kernel in [
          fq_log_int_softmax_operands, fq_log_int_softmax_operands_without_vbmi, fq_log_int_softmax_operands_baseline,
        ] {
          var (high, low) = ([UInt8](repeating: 1, count: count), [UInt8](repeating: 2, count: count))
          var rowSums = [Int32](repeating: 3, count: rows)
          kernel(scores, &parameters, &table, rows, columns, &high, &low, &rowSums)
          results.append(high + low)
          sums.append(rowSums)
        }
      }
      let what = "round \(round), seed \(seed), scale \(scale), \(columns) columns"
      #expect(results[0] == results[2] && sums[0] == sums[2], "\(what)")
      #expect(results[1] == results[2] && sums[1] == sums[2], "\(what)")
    }
  }
}
