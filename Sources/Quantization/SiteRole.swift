/// What a site quantizes; a configuration gives each role a default scheme.
package enum SiteRole: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// The normalized image.
  case image
  /// Embedded patches, tokens with the class token.
  case embedding
  case positionEmbedding
  /// The residual stream: what a LayerNorm reads. The site of Powers-of-Two Scale.
  case normInput
  /// What a LayerNorm reads in the patch embedding and right behind it: PTS there keeps one scale for all channels, and
  /// says that the LayerNorm runs in integers, as in the program of the method's authors.
  case embeddedNormInput
  case normOutput
  /// The output of the qkv layer.
  case queryKeyValue
  /// Scaled attention scores before softmax.
  case scores
  /// A table of biases by relative position.
  case positionBias
  /// Scores with their biases, which the softmax reads.
  case biasedScores
  /// Attention probabilities. The site of log2 and Log-Int-Softmax.
  case attention
  /// The output of attention before its projection.
  case attentionOutput
  case projectionOutput
  /// The output of GELU.
  case hidden
  case mlpOutput
  case logits
  /// The weight of a linear layer or of the patch embedding.
  case weight

  /// Whether the innermost extent is channels, rather than pixels, keys or heads.
  package var hasChannels: Bool {
    switch self {
    case .image, .scores, .biasedScores, .attention, .positionBias: false
    default: true
    }
  }

  /// Whether a LayerNorm reads it.
  package var isNormInput: Bool { self == .normInput || self == .embeddedNormInput }

  /// Whether `scheme` is defined at a site of this role.
  package func allows(_ scheme: QuantizationScheme) -> Bool {
    switch scheme {
    case .float: true
    case .uniform(_, .layerWise): true
    case .uniform(_, .channelWise): hasChannels
    case .powersOfTwoScale: isNormInput
    case .log2, .logIntSoftmax: self == .attention
    }
  }
}
