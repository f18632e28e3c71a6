package import Quantization

/// What `a` and `V` go by: rows that do the same in every block are of one kind.
package struct RowKind: Hashable, Sendable, CustomStringConvertible {
  /// In the plural: `LayerNorm inputs`, `mlp.fc2 weights`.
  package let title: String

  package var description: String { title }

  package init(of site: Site) {
    title =
      switch site.role {
      case .image: "images"
      case .embedding: "embeddings"
      case .positionEmbedding: "position embeddings"
      case .normInput, .embeddedNormInput: "LayerNorm inputs"
      case .normOutput: "LayerNorm outputs"
      case .queryKeyValue: "qkv outputs"
      case .scores: "attention scores"
      case .positionBias: "position biases"
      case .biasedScores: "biased attention scores"
      case .attention: "attention softmaxes"
      case .attentionOutput: "attention contexts"
      case .projectionOutput: "attn.proj outputs"
      case .hidden: "GELU outputs"
      case .mlpOutput: "mlp.fc2 outputs"
      case .logits: "logits"
      // Each layer's weights are a kind of their own: a width that suits fc1 need not suit fc2.
      case .weight: Self.layer(of: site) + " weights"
      }
  }

  /// `mlp.fc2`, wherever the block stands.
  private static func layer(of site: Site) -> String {
    let name = site.localName
    return name.hasSuffix(".weight") ? String(name.dropLast(".weight".count)) : name
  }
}

extension SiteRole {
  /// What is quantized at a site of this role, for the details of a row.
  package var words: String {
    switch self {
    case .image: "the normalized image"
    case .embedding: "tokens on their way into the first block"
    case .positionEmbedding: "the position embedding, which is added to the tokens"
    case .normInput: "the residual stream where this LayerNorm reads it: the place of PTS"
    case .embeddedNormInput:
      "the embedded patches where this LayerNorm reads them: PTS keeps one scale here, and LayerNorm runs in integers"
    case .normOutput: "what the LayerNorm gives"
    case .queryKeyValue: "queries, keys and values: the output of the qkv layer"
    case .scores: "attention scores, scaled, before the softmax; LIS needs them in integers"
    case .positionBias: "the table of biases by relative position, which are added to the scores"
    case .biasedScores: "attention scores with their biases; LIS needs them in integers"
    case .attention: "attention probabilities: the place of LIS"
    case .attentionOutput: "values weighted by attention, before the projection"
    case .projectionOutput: "the output of the attention's projection"
    case .hidden: "the output of GELU between fc1 and fc2"
    case .mlpOutput: "the output of the MLP"
    case .logits: "the class scores: the output of the network"
    case .weight: "the weight of a layer"
    }
  }
}
