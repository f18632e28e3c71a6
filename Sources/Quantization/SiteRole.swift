/// What a site quantizes; a configuration gives each role a default scheme.
package enum SiteRole: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// The normalized image.
  case image
  /// Embedded patches, tokens with the class token.
  case embedding
  case positionEmbedding
  /// The residual stream: what a LayerNorm reads. The site of Powers-of-Two Scale.
  case normInput
  case normOutput
  /// The output of the qkv layer.
  case queryKeyValue
  /// Scaled attention scores before softmax.
  case scores
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

  /// Whether `scheme` is defined at a site of this role.
  package func allows(_ scheme: QuantizationScheme) -> Bool {
    switch scheme {
    case .float: true
    case .uniform(_, .layerWise): true
    case .uniform(_, .channelWise): ![.image, .scores, .attention].contains(self)
    case .uniform(_, .tokenWise), .uniform(_, .headWise): false
    case .powersOfTwoScale: self == .normInput
    case .log2, .logIntSoftmax: self == .attention
    }
  }
}
