import Graphs
import Kernels
import Quantization

/// What an instruction runs, with everything that is known before any image.
enum Kernel: Sendable {
  // MARK: In floats
  /// The normalized image.
  case image
  /// The value is the input's, unchanged: a site in float, or the same elements as other rows.
  case pass
  case quantize(UniformQuantizer)
  /// A quantizer with a scale for each channel: channel-wise, or Powers-of-Two Scale.
  case quantizeChannels(ChannelGrid)
  case convolution(LinearProduct, Patches)
  case linear(LinearProduct)
  case layerNorm(weight: [Float], bias: [Float], epsilon: Float)
  case rootMeanSquareNorm(weight: [Float], epsilon: Float)
  case integerLayerNorm(IntegerLayerNorm.Parameters)
  case scores(AttentionProducts, AttentionShape)
  /// A float softmax, then the quantizer of its probabilities.
  case softmax(Quantizer, AttentionShape, WindowMask?)
  case logIntSoftmax(LogIntSoftmaxKernel, AttentionShape, WindowMask?)
  /// Log-Int-Softmax in 32-bit floats on scores divided by their scale: the `reference` mode, and the last batch of its
  /// calibration, whose scores no quantizer has rounded.
  case logIntSoftmaxOfRealScores(LogIntSoftmaxKernel, AttentionShape, WindowMask?)
  case weightedValues(AttentionProducts, AttentionShape)
  case mixHeads(weight: [Float], bias: [Float])
  case rows(RowMap)
  case columns(Range<Int>)
  case add
  case multiply
  case activation(Activation)
  case pool(Pooling, rows: Range<Int>)
  case rotate(Rotation)
  case unitRows(epsilon: Float)

  // MARK: From floats to codes and back
  /// Codes of a float value that its quantizer has just rounded.
  case encode(CodeGrid)
  /// What codes stand for, for readers that run in float.
  case decode(CodeGrid)

  // MARK: In codes
  /// From the image to codes of its patches.
  case patchCodes(IntegerPatches)
  /// From the image to codes of tokens with positions.
  case embedding(IntegerEmbedding)
  /// `selection`: the only row of the input that is normalized; nil for all.
  case layerNormCodes(IntegerLayerNorm.Parameters, input: CodeGrid, output: CodeGrid, selection: Int?)
  case linearCodes(IntegerProduct, Requantization)
  /// The product, GELU, and the codes of its result.
  case linearGELUCodes(IntegerProduct, Requantization, output: CodeGrid)
  /// The product; its sums leave as floats.
  case linearReals(IntegerProduct, Requantization)
  /// From the output of the qkv layer to the attention's output site.
  case attentionCodes(IntegerAttention)
  case addCodes(CodeGrid, CodeGrid, output: CodeGrid)
  /// `zeroCodes`: what stands for zero, by column of a piece's place; `translations`: by input, what each code becomes, or
  /// nil where codes stay.
  case rowsOfCodes(RowMap, zeroCode: UInt8, translations: [[UInt8]?])
  case meanOfCodes(rows: Range<Int>, input: CodeGrid, output: CodeGrid)
}

extension Kernel {
  /// Whether the value may be written over the first input's.
  var isInPlace: Bool {
    switch self {
    case .pass, .quantize, .quantizeChannels, .softmax, .logIntSoftmax, .logIntSoftmaxOfRealScores, .activation, .rotate,
      .unitRows:
      true
    default: false
    }
  }

  /// What of the plan runs in integers: the form of what it writes.
  var output: Place.Form {
    switch self {
    case .encode, .patchCodes, .embedding, .layerNormCodes, .linearCodes, .linearGELUCodes, .attentionCodes, .addCodes,
      .rowsOfCodes, .meanOfCodes:
      .codes
    default: .floats
    }
  }

  /// Whether it computes with codes, rather than only making or reading them.
  var isInteger: Bool {
    switch self {
    case .patchCodes, .embedding, .layerNormCodes, .linearCodes, .linearGELUCodes, .linearReals, .attentionCodes,
      .addCodes, .rowsOfCodes, .meanOfCodes:
      true
    default: false
    }
  }

  var isConversion: Bool {
    switch self {
    case .encode, .decode: true
    default: false
    }
  }
}
