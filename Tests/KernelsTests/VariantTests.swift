import CKernels
import Testing

/// The variant that the machine gets and the lowest one give the same bits, for every kernel.
///
/// In a build for a sanitizer or another architecture both are the same code.
@Suite struct VariantTests {
  private func expectSame(
    _ sample: Sample, _ best: (UnsafeMutablePointer<Float>) -> Void, _ baseline: (UnsafeMutablePointer<Float>) -> Void,
    _ name: Comment
  ) {
    for x in [sample.values(), (0..<sample.count).map { hostileValues[$0 % hostileValues.count] }] {
      let results = [x.mapped(by: best), x.mapped(by: baseline)]
      #expect(results[0].map(\.canonicalBits) == results[1].map(\.canonicalBits), name)
    }
  }

  @Test func elementwiseAndNormalization() {
    for s in Sample.all {
      let other = s.values().map { $0 * 3 }
      expectSame(s, { fq_add($0, other, $0, s.count) }, { fq_add_baseline($0, other, $0, s.count) }, "add")
      expectSame(s, { fq_scale($0, 0.3, s.count) }, { fq_scale_baseline($0, 0.3, s.count) }, "scale")
      expectSame(s, { fq_gelu($0, $0, s.count) }, { fq_gelu_baseline($0, $0, s.count) }, "gelu")
      expectSame(
        s, { fq_softmax($0, s.rows, s.channels) }, { fq_softmax_baseline($0, s.rows, s.channels) }, "softmax")
      expectSame(
        s, { fq_layer_norm($0, s.rows, s.channels, other, other, 1e-6, $0) },
        { fq_layer_norm_baseline($0, s.rows, s.channels, other, other, 1e-6, $0) }, "layer norm")
    }
  }

  @Test func chainProduct() {
    for s in Sample.all {
      let x = s.values()
      let tiles = (0..<s.channels * Int(fq_chain_tile_columns)).map { Float($0 % 13) - 6.25 }
      var results = [[Float]](repeating: [Float](repeating: 0, count: s.rows * 7), count: 2)
      fq_chain_product(x, s.rows, s.channels, 7, tiles, nil, &results[0])
      fq_chain_product_baseline(x, s.rows, s.channels, 7, tiles, nil, &results[1])
      #expect(results[0] == results[1], "\(s)")
    }
  }

  @Test func quantization() {
    let thresholds = (0..<Int(fq_log2_threshold_count)).map { 3_474_675 + UInt32($0 % 7) }
    for s in Sample.all {
      let scales = (0..<s.channels).map { 0.01 + Float($0 % 7) * 0.013 }
      let zeros = (0..<s.channels).map { Float($0 % 256) }
      expectSame(
        s, { fq_quantize_dequantize($0, s.count, 0.037, 99, 0, 255) },
        { fq_quantize_dequantize_baseline($0, s.count, 0.037, 99, 0, 255) }, "quantize")
      expectSame(
        s, { fq_quantize_dequantize_channels($0, s.rows, s.channels, scales, zeros, 0, 255) },
        { fq_quantize_dequantize_channels_baseline($0, s.rows, s.channels, scales, zeros, 0, 255) },
        "quantize channels")
      expectSame(
        s, { fq_log2($0, s.count, 256, thresholds) }, { fq_log2_baseline($0, s.count, 256, thresholds) }, "log2")
      var codes = [[Int32]](repeating: [Int32](repeating: 0, count: s.count), count: 4)
      let x = s.values()
      fq_codes(x, s.count, 0.037, 99, 0, 255, &codes[0])
      fq_codes_baseline(x, s.count, 0.037, 99, 0, 255, &codes[1])
      fq_codes_channels(x, s.rows, s.channels, scales, zeros, 0, 255, &codes[2])
      fq_codes_channels_baseline(x, s.rows, s.channels, scales, zeros, 0, 255, &codes[3])
      #expect(codes[0] == codes[1] && codes[2] == codes[3], "\(s)")
    }
  }

  @Test func integerLayerNorm() {
    for s in Sample.all {
      let scales = (0..<s.channels).map { 0.01 * Float(1 << ($0 % 4)) }
      let multiples = (0..<s.channels).map { Float(1 << ($0 % 4)) }
      let weight = (0..<s.channels).map { Float($0 % 11) - 5 }
      // The pointers in `site` are valid inside the closures that made them, where it is used.
      scales.withUnsafeBufferPointer { scales in
        multiples.withUnsafeBufferPointer { multiples in
          weight.withUnsafeBufferPointer { weight in
            var site = fq_integer_layer_norm_parameters(
              channels: s.channels, scales: scales.baseAddress, multiples: multiples.baseAddress,
              smallest_scale: 0.01, weight: weight.baseAddress, bias: weight.baseAddress, output_scale: 0.05)
            withUnsafePointer(to: &site) { site in
              expectSame(
                s, { fq_integer_layer_norm($0, site, s.rows, $0) },
                { fq_integer_layer_norm_baseline($0, site, s.rows, $0) }, "integer layer norm")
            }
          }
        }
      }
    }
  }

  @Test func logIntSoftmax() {
    var parameters = fq_log_int_softmax_parameters()
    parameters.scale = 0.05
    (parameters.step, parameters.linear, parameters.constant) = (-14, 54, 1116)
    parameters.level_count = 16
    withUnsafeMutableBytes(of: &parameters.exponents) { bytes in
      for d in 0..<256 { bytes.storeBytes(of: UInt64(1) << UInt64(40 - d / 14), toByteOffset: d * 8, as: UInt64.self) }
    }
    let site = parameters
    for s in Sample.all {
      expectSame(
        s, { x in withUnsafePointer(to: site) { fq_log_int_softmax(x, $0, s.rows, s.channels) } },
        { x in withUnsafePointer(to: site) { fq_log_int_softmax_baseline(x, $0, s.rows, s.channels) } }, "LIS")
      expectSame(
        s, { x in withUnsafePointer(to: site) { fq_log_int_softmax_real(x, $0, s.rows, s.channels) } },
        { x in withUnsafePointer(to: site) { fq_log_int_softmax_real_baseline(x, $0, s.rows, s.channels) } },
        "real LIS")
      var codes = [[UInt8]](repeating: [UInt8](repeating: 0, count: s.count), count: 2)
      let x = s.values()
      withUnsafePointer(to: site) {
        fq_log_int_softmax_codes(x, $0, s.rows, s.channels, &codes[0])
        fq_log_int_softmax_codes_baseline(x, $0, s.rows, s.channels, &codes[1])
      }
      #expect(codes[0] == codes[1], "\(s)")
    }
  }

  @Test func statistics() {
    for s in Sample.all {
      let x = s.values()
      let scales = (0..<s.channels).map { 0.01 + Float($0 % 7) * 0.013 }
      let zeros = (0..<s.channels).map { Float($0 % 256) }
      var sums = [Double](repeating: 0, count: 6)
      fq_sum_of_squares(x, s.count, &sums[0])
      fq_sum_of_squares_baseline(x, s.count, &sums[1])
      fq_uniform_squared_error(x, s.count, 0.03, 90, 0, 255, &sums[2])
      fq_uniform_squared_error_baseline(x, s.count, 0.03, 90, 0, 255, &sums[3])
      fq_channel_uniform_squared_error(x, s.rows, s.channels, scales, zeros, 0, 255, &sums[4])
      fq_channel_uniform_squared_error_baseline(x, s.rows, s.channels, scales, zeros, 0, 255, &sums[5])
      #expect(sums[0] == sums[1] && sums[2] == sums[3] && sums[4] == sums[5], "\(s)")

      var errors = [[Double]](repeating: [Double](repeating: 0, count: 4 * s.channels), count: 2)
      fq_powers_of_two_squared_errors(x, s.rows, s.channels, 0.01, 90, 0, 255, &errors[0])
      fq_powers_of_two_squared_errors_baseline(x, s.rows, s.channels, 0.01, 90, 0, 255, &errors[1])
      #expect(errors[0] == errors[1], "\(s)")

      var (lower, upper, baselineLower, baselineUpper) = (Float(0), Float(0), Float(0), Float(0))
      fq_range(x, s.count, &lower, &upper)
      fq_range_baseline(x, s.count, &baselineLower, &baselineUpper)
      #expect(lower == baselineLower && upper == baselineUpper, "\(s)")
      var minima = [Float](repeating: 0, count: s.channels)
      var (maxima, baselineMinima, baselineMaxima) = (minima, minima, minima)
      fq_channel_ranges(x, s.rows, s.channels, &minima, &maxima)
      fq_channel_ranges_baseline(x, s.rows, s.channels, &baselineMinima, &baselineMaxima)
      #expect(minima == baselineMinima && maxima == baselineMaxima, "\(s)")

      var bins = [[UInt64]](repeating: [UInt64](repeating: 0, count: 2048), count: 4)
      var zeroCounts: [UInt64] = [0, 0]
      fq_histogram(x, s.count, -2, 2, &bins[0], 2048)
      fq_histogram_baseline(x, s.count, -2, 2, &bins[1], 2048)
      fq_logarithmic_histogram(x, s.count, &bins[2], &zeroCounts[0])
      fq_logarithmic_histogram_baseline(x, s.count, &bins[3], &zeroCounts[1])
      #expect(bins[0] == bins[1] && bins[2] == bins[3] && zeroCounts[0] == zeroCounts[1], "\(s)")
    }
  }
}

extension Float {
  /// The bits, of any NaN those of one: which operand's payload survives is the compiler's choice.
  var canonicalBits: UInt32 { isNaN ? Float.nan.bitPattern : bitPattern }
}
