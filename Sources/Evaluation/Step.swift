import Kernels
import Quantization

/// An operation bound to the kernel that a plan chose for it.
enum Step: Sendable {
  /// The value is the normalized image, which the executor wrote.
  case image
  /// The value is the input's, unchanged: a site in float.
  case pass
  case quantize(UniformQuantizer)
  /// A quantizer with a scale for each channel: channel-wise, or Powers-of-Two Scale.
  case quantizeChannels(ChannelGrid)
  case patchEmbedding(LinearProduct, patchSize: Int)
  case prependToken([Float])
  case addPositions([Float])
  case layerNorm(weight: [Float], bias: [Float], epsilon: Float)
  case integerLayerNorm(IntegerLayerNorm.Parameters)
  case linear(LinearProduct)
  /// Products of queries and keys times `factor`.
  case scores(AttentionProducts, factor: Float)
  /// A float softmax, then the quantizer of its probabilities.
  case softmax(Quantizer)
  case logIntSoftmax(LogIntSoftmaxKernel)
  /// Log-Int-Softmax in 32-bit floats on scores divided by their scale: the `reference` mode, and the last batch of its
  /// calibration, whose scores no quantizer has rounded.
  case logIntSoftmaxOfRealScores(LogIntSoftmaxKernel)
  case weightedValues(AttentionProducts)
  case gelu
  case add
  case selectToken(Int)
}

/// A scale and a zero point for each channel, laid out for the kernels.
struct ChannelGrid: Sendable {
  let scales: [Float]
  let zeroPoints: [Float]
  let format: IntegerFormat

  init(_ quantizer: UniformQuantizer) {
    scales = quantizer.scales
    zeroPoints = quantizer.zeroPoints.map(Float.init)
    format = quantizer.format
  }
}
