import CKernels
import Kernels
import Quantization

/// The hot kernels at DeiT-Tiny's shapes: 197 tokens of 192 channels, three heads of 64, 768 hidden channels.
struct DeiTTiny {
  static let tokens = 197
  static let channels = 192
  static let heads = 3
  static let headDimension = 64
  static let hidden = 768
  static let side = 224
  static let patchSide = 16

  private var memory = Memory()
  private var rivals: [Rival] = []

  static func rivals() throws(KernelError) -> [Rival] {
    var benchmark = DeiTTiny()
    try benchmark.addProducts()
    try benchmark.addAttention()
    benchmark.addEpilogues()
    benchmark.addLayerNorm()
    benchmark.addSoftmax()
    benchmark.addResidual()
    benchmark.addAttentionLoops()
    benchmark.addEmbedding()
    return Rival.Kind.allCases.flatMap { kind in benchmark.rivals.filter { $0.kind == kind } }
  }

  private mutating func add(
    _ kind: Rival.Kind, _ name: String, _ kernel: @escaping () -> Void, _ other: @escaping () -> Void
  ) {
    rivals.append(Rival(kind: kind, name: name, kernel: kernel, other: other))
  }

  private static func grid(_ scale: Float, channels: Int, zeroPoint: Int32 = 128) -> CodeGrid {
    let quantizer = UniformQuantizer(
      format: IntegerFormat(bits: 8, isSigned: false), scales: [scale], zeroPoints: [zeroPoint])
    guard let grid = CodeGrid(quantizer, channelCount: channels) else {
      preconditionFailure("one scale, one zero point")
    }
    return grid
  }

  private mutating func addProducts() throws(KernelError) {
    let (t, c, h) = (Self.tokens, Self.channels, Self.hidden)
    let layers: [(String, rows: Int, inputs: Int, outputs: Int, LinearProduct.Summation)] = [
      ("patch embedding", t - 1, 3 * Self.patchSide * Self.patchSide, c, .chain), ("qkv", t, c, 3 * c, .blocks),
      ("projection", t, c, c, .blocks), ("first of the MLP", t, c, h, .blocks), ("second of the MLP", t, h, c, .blocks),
      ("head", 1, c, 1000, .blocks),
    ]
    for (name, rows, inputs, outputs, summation) in layers {
      let weight = memory.array(memory.weights(inputs * outputs), inputs * outputs)
      let shape = IntegerProduct.Shape.linear(rows: rows, inputs: inputs, outputs: outputs)
      let integer = try IntegerProduct(shape: shape, weight: weight).makeBinding()
      let float = try LinearProduct(
        rows: rows, inputs: inputs, outputs: outputs, weight: weight.map(Float.init),
        bias: [Float](repeating: 0.5, count: outputs), summation: summation
      ).makeBinding()
      let (x, codes, found) = (memory.floats(rows * inputs), memory.codes(rows * inputs), memory.codes(rows * outputs))
      let (y, sums) = (memory.floats(rows * outputs), memory.sums(rows * outputs))
      let isFirstOfMLP = outputs == h
      // To numbers about as large as a normal deviate's.
      let requantization = Requantization(
        compensation: [Int32](repeating: 0, count: outputs),
        factors: [Float](repeating: 1 / (4000 * Float(inputs).squareRoot()) * (isFirstOfMLP ? 1 : 40), count: outputs),
        offsets: [Float](repeating: isFirstOfMLP ? 0 : 128, count: outputs), highest: 255)
      func run(_ product: IntegerProduct.Binding) {
        if isFirstOfMLP {
          product.geluCodes(codes, requantization, scale: 0.03, zeroPoint: 6, sums: sums, clock: nil, into: found)
        } else {
          product.codes(codes, requantization, sums: sums, clock: nil, into: found)
        }
      }
      let what = isFirstOfMLP ? "product to codes of GELU" : "product to codes"
      add(
        .float, "\(what), \(name)", { run(integer) },
        {
          float.run(x, into: y)
          if isFirstOfMLP { ElementwiseKernels.gelu(y, into: y, count: rows * outputs) }
        })
      guard IntegerProduct.arithmetic == .fusedBytes else { continue }
      let separate = try IntegerProduct(shape: shape, weight: weight, arithmetic: .bytes).makeBinding()
      add(.product, "\(what), \(name)", { run(integer) }, { run(separate) })
    }
  }

  private mutating func addAttention() throws(KernelError) {
    let (t, h, d) = (Self.tokens, Self.heads, Self.headDimension)
    let integer = try AttentionCodes(tokens: t, heads: h, headDimension: d).makeBinding()
    let separate = try AttentionCodes(tokens: t, heads: h, headDimension: d, arithmetic: .bytes).makeBinding()
    let float = try AttentionProducts(tokens: t, heads: h, headDimension: d).makeBinding()
    let sites = AttentionCodes.Sites(
      input: Self.grid(0.05, channels: 3 * h * d), scores: Self.grid(0.06, channels: t),
      probabilities: .logIntSoftmax(LogIntSoftmaxKernel(quantizer: LogIntSoftmaxQuantizer(bits: 4, scoreScale: 0.06))),
      output: Self.grid(0.02, channels: h * d))
    let (x, y) = (memory.floats(t * 3 * h * d), memory.floats(t * h * d))
    let (qkv, codes) = (memory.codes(t * 3 * h * d, spread: 20), memory.codes(t * h * d))
    let scores = memory.floats(h * t * t)
    add(
      .float, "attention with LIS",
      { integer.run(qkv, sites, into: codes) },
      {
        float.scores(x, x + h * d, into: scores)
        ElementwiseKernels.scale(scores, by: 0.125, count: h * t * t)
        NormalizationKernels.softmax(scores, rows: h * t, columns: t)
        float.context(scores, x + 2 * h * d, into: y)
      })
    guard IntegerProduct.arithmetic == .fusedBytes else { return }
    add(
      .product, "attention with LIS", { integer.run(qkv, sites, into: codes) },
      { separate.run(qkv, sites, into: codes) })
  }

  private mutating func addEpilogues() {
    let (rows, columns) = (Self.tokens, Self.hidden)
    let (sums, codes) = (memory.sums(rows * columns), memory.codes(rows * columns))
    let compensation = memory.sums(columns)
    let (factors, offsets) = (memory.make(columns) { _ in Float(1e-4) }, memory.floats(columns))
    let requantization = Requantization(
      compensation: memory.array(compensation, columns), factors: memory.array(factors, columns),
      offsets: memory.array(offsets, columns), highest: 255)
    let (x, y) = (memory.floats(rows * columns, spread: 2), memory.floats(rows * columns))
    add(
      .float, "GELU to codes",
      { requantization.geluCodes(sums, rows: rows, scale: 0.03, zeroPoint: 6, into: codes) },
      { ElementwiseKernels.gelu(x, into: y, count: rows * columns) })
    let format = IntegerFormat(bits: 8, isSigned: false)
    add(
      .float, "codes of sums",
      { requantization.codes(sums, rows: rows, into: codes) },
      {
        QuantizationKernels.quantizeDequantize(y, count: rows * columns, scale: 0.03, zeroPoint: 128, format: format)
      })
    let parameters = memory.make(1) { _ in
      fq_requantization(columns: columns, compensation: compensation, factors: factors, offsets: offsets, highest: 255)
    }
    add(
      .variant, "codes of sums",
      { fq_requantize(sums, parameters, rows, codes) }, { fq_requantize_baseline(sums, parameters, rows, codes) })
    add(
      .variant, "GELU to codes",
      { fq_requantize_gelu(sums, parameters, rows, 33, 6, codes) },
      { fq_requantize_gelu_baseline(sums, parameters, rows, 33, 6, codes) })
    add(
      .variant, "codes to real numbers",
      { fq_dequantize_sums(sums, parameters, rows, y) }, { fq_dequantize_sums_baseline(sums, parameters, rows, y) })
  }

  private mutating func addLayerNorm() {
    let (rows, channels) = (Self.tokens, Self.channels)
    let input = PowersOfTwoScaleQuantizer(
      bits: 8, scale: 0.02, zeroPoint: 117, exponents: (0..<channels).map { UInt8($0 % 4) })
    let (weight, bias) = (memory.floats(channels), memory.floats(channels))
    let site = IntegerLayerNorm.Parameters(
      input: input, weight: memory.array(weight, channels), bias: memory.array(bias, channels), outputScale: 0.03)
    let (codes, found) = (memory.codes(rows * channels), memory.codes(rows * channels))
    let (x, y) = (memory.floats(rows * channels), memory.floats(rows * channels))
    for row in 0..<rows {
      for channel in 0..<channels {
        let index = row * channels + channel
        x[index] = (Float(codes[index]) - 117) * site.channelScales[channel]
      }
    }
    func runCodes() {
      IntegerLayerNorm.runCodes(
        codes, site, inputZeroPoint: 117, zeroPoint: 120, highest: 255, rows: rows, into: found)
    }
    add(
      .float, "integer LayerNorm, against simulated", runCodes,
      { IntegerLayerNorm.run(x, site, rows: rows, into: y) })
    add(
      .float, "integer LayerNorm, against float", runCodes,
      {
        NormalizationKernels.layerNorm(
          x, rows: rows, channels: channels, weight: weight, bias: bias, epsilon: 1e-6, into: y)
      })
    let scales = memory.make(channels) { _ in Float(0) }
    let multiples = memory.make(channels) { _ in Float(0) }
    for channel in 0..<channels {
      (scales[channel], multiples[channel]) = (site.channelScales[channel], site.multiples[channel])
    }
    let parameters = memory.make(1) { _ in
      fq_integer_layer_norm_parameters(
        channels: channels, scales: scales, multiples: multiples, smallest_scale: site.smallestScale, weight: weight,
        bias: bias, output_scale: site.outputScale)
    }
    add(
      .variant, "integer LayerNorm",
      { fq_integer_layer_norm_codes(codes, parameters, 117, 120, 255, rows, found) },
      { fq_integer_layer_norm_codes_baseline(codes, parameters, 117, 120, 255, rows, found) })
    add(
      .variant, "float LayerNorm",
      { fq_layer_norm(x, rows, channels, weight, bias, 1e-6, y) },
      { fq_layer_norm_baseline(x, rows, channels, weight, bias, 1e-6, y) })
  }

  /// One head's.
  private mutating func addSoftmax() {
    let t = Self.tokens
    let quantizer = LogIntSoftmaxQuantizer(bits: 4, scoreScale: 0.06)
    let kernel = LogIntSoftmaxKernel(quantizer: quantizer)
    let scores = memory.codes(t * t, spread: 20)
    let (high, low, sums) = (memory.codes(t * t), memory.codes(t * t), memory.sums(t))
    // Its own result is its next operand, which it takes as long over as over any other.
    let x = memory.floats(t * t)
    add(
      .float, "LIS to operands, against softmax",
      { kernel.operands(scores, rows: t, columns: t, high: high, low: low, sums: sums) },
      { NormalizationKernels.softmax(x, rows: t, columns: t) })

    let exponentials = kernel.constants.sharedExponentials
    guard let reach = ReachTable(exponentials: exponentials, levelCount: quantizer.levelCount) else {
      preconditionFailure("this scale has a table")
    }
    let starts = memory.make(reach.starts.count) { _ in UInt8(0) }
    for (index, start) in reach.starts.enumerated() { starts[index] = start }
    let table = memory.make(1) { _ in
      fq_reach_table(first_bit: reach.firstBit, starts: UnsafePointer(OpaquePointer(starts)))
    }
    let parameters = memory.make(1) { _ in
      var parameters = fq_log_int_softmax_parameters()
      parameters.scale = quantizer.scoreScale
      parameters.step = Float(kernel.constants.step)
      parameters.linear = Float(kernel.constants.linear)
      parameters.constant = Float(kernel.constants.constant)
      parameters.level_count = UInt32(quantizer.levelCount)
      // Safe because the array has 256 elements and the table has more.
      withUnsafeMutableBytes(of: &parameters.exponents) { bytes in
        exponentials.withUnsafeBytes { bytes.copyMemory(from: $0) }
      }
      return parameters
    }
    add(
      .variant, "LIS to operands",
      { fq_log_int_softmax_operands(scores, parameters, table, t, t, high, low, sums) },
      { fq_log_int_softmax_operands_baseline(scores, parameters, table, t, t, high, low, sums) })
    add(.variant, "float softmax", { fq_softmax(x, t, t) }, { fq_softmax_baseline(x, t, t) })
  }

  private mutating func addResidual() {
    let (rows, channels) = (Self.tokens, Self.channels)
    let count = rows * channels
    let quantizer = PowersOfTwoScaleQuantizer(
      bits: 8, scale: 0.02, zeroPoint: 117, exponents: (0..<channels).map { UInt8($0 % 4) })
    guard let stream = CodeGrid(quantizer.uniform, channelCount: channels) else {
      preconditionFailure("one zero point")
    }
    let branch = Self.grid(0.04, channels: channels)
    let (a, b, codes) = (memory.codes(count), memory.codes(count), memory.codes(count))
    let (x, z, y) = (memory.floats(count), memory.floats(count), memory.floats(count))
    add(
      .float, "residual sum",
      { stream.add(a, stream, b, branch, rows: rows, into: codes) },
      { ElementwiseKernels.add(x, z, into: y, count: count) })
    let (aScales, bScales, scales) = (memory.scales(channels), memory.scales(channels), memory.scales(channels))
    let parameters = memory.make(1) { _ in
      fq_code_addition(
        channels: channels, a_scales: aScales, b_scales: bScales, scales: scales, a_zero_point: 117, b_zero_point: 128,
        zero_point: 120, highest: 255)
    }
    add(
      .variant, "residual sum",
      { fq_add_codes(a, b, parameters, rows, codes) }, { fq_add_codes_baseline(a, b, parameters, rows, codes) })
  }

  /// What stands around the products of attention.
  private mutating func addAttentionLoops() {
    let (t, h, d) = (Self.tokens, Self.heads, Self.headDimension)
    let buffers = memory.make(1) { _ in fq_attention_operand_buffers() }
    let (rowTerms, columnTerms, valueSums) = (memory.sums(h * t), memory.sums(h * t), memory.sums(h * d))
    buffers.pointee = fq_attention_operand_buffers(
      queries: memory.codes(h * t * d), keys: memory.weights(h * t * d), values: memory.weights(h * t * d),
      row_terms: rowTerms, column_terms: columnTerms, value_sums: valueSums)
    let qkv = memory.codes(t * 3 * h * d)
    add(
      .variant, "operands of attention",
      { fq_attention_operands(qkv, t, h, d, 128, buffers) },
      { fq_attention_operands_baseline(qkv, t, h, d, 128, buffers) })
    let (sums, scores) = (memory.sums(t * t), memory.codes(t * t))
    add(
      .variant, "codes of scores",
      { fq_score_codes(sums, rowTerms, columnTerms, t, t, 0.002, 128, 255, scores) },
      { fq_score_codes_baseline(sums, rowTerms, columnTerms, t, t, 0.002, 128, 255, scores) })
    let (high, low, probabilitySums) = (memory.sums(t * d), memory.sums(t * d), memory.sums(t))
    let context = memory.codes(t * h * d)
    let parameters = memory.make(1) { _ in
      fq_context_parameters(
        rows: t, tokens: t, dimension: d, stride: h * d, value_shift: 3, probability_zero_point: 0, factor: 1e-5,
        zero_point: 128, highest: 255)
    }
    add(
      .variant, "codes of the context",
      { fq_shifted_context_codes(high, low, probabilitySums, parameters, context) },
      { fq_shifted_context_codes_baseline(high, low, probabilitySums, parameters, context) })
  }

  private mutating func addEmbedding() {
    let (side, patchSide) = (Self.side, Self.patchSide)
    let (pixels, table) = (memory.codes(3 * side * side, spread: 60), memory.codes(768))
    let patches = memory.codes(3 * side * side)
    add(
      .variant, "codes of patches",
      { fq_patch_codes(pixels, side, patchSide, table, patches) },
      { fq_patch_codes_baseline(pixels, side, patchSide, table, patches) })
    let (rows, channels) = (Self.tokens, Self.channels)
    let (tokens, codes) = (memory.codes(rows * channels), memory.codes(rows * channels))
    let (values, positions) = (memory.floats(256), memory.floats(rows * channels))
    let scales = memory.scales(channels)
    add(
      .variant, "codes of positions added",
      { fq_embed_codes(tokens, values, positions, rows, channels, scales, 120, 255, codes) },
      { fq_embed_codes_baseline(tokens, values, positions, rows, channels, scales, 120, 255, codes) })
    let x = memory.floats(rows * channels)
    add(
      .variant, "codes of real numbers",
      { fq_encode(x, rows * channels, 0.03, 120, 255, codes) },
      { fq_encode_baseline(x, rows * channels, 0.03, 120, 255, codes) })
  }
}
