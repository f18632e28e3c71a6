/// The four kinds of rows that a configuration is stated by: each has its usual scheme, and everything else is an exception.
package enum RowFamily: String, Hashable, Sendable, Codable, CaseIterable {
  case weights
  /// Every activation but those of the two families below.
  case activations
  /// The residual stream where a LayerNorm reads it: the rows of Powers-of-Two Scale.
  case layerNormInputs
  /// Attention probabilities: the rows of log2 and Log-Int-Softmax.
  case attention
}

extension SiteRole {
  package var family: RowFamily {
    switch self {
    case .weight: .weights
    case .normInput, .embeddedNormInput: .layerNormInputs
    case .attention: .attention
    case .image, .embedding, .positionEmbedding, .normOutput, .queryKeyValue, .scores, .positionBias, .biasedScores,
      .attentionOutput, .projectionOutput, .hidden, .mlpOutput, .logits:
      .activations
    }
  }
}
