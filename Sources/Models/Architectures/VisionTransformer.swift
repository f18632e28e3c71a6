package import Graphs
import Quantization

/// The Vision Transformer in timm's forms: ViT, DeiT, DeiT-III, CLIP's and SigLIP's towers, DINOv2.
///
/// T tokens, C channels (`width`), H heads, D = C / H. A site's second name is that of the method's authors' program.
package struct VisionTransformer: Sendable, Hashable {
  package var architecture: String
  package var imageSize: Int
  package var patchSize: Int
  package var width: Int
  package var depth: Int
  package var headCount: Int
  package var hiddenWidth: Int
  /// Nil where there is no head.
  package var classCount: Int?
  package var hasQueryKeyValueBias: Bool
  package var form = Form()

  package init(
    architecture: String, imageSize: Int, patchSize: Int, width: Int, depth: Int, headCount: Int, hiddenWidth: Int,
    classCount: Int?, hasQueryKeyValueBias: Bool
  ) {
    self.architecture = architecture
    self.imageSize = imageSize
    self.patchSize = patchSize
    self.width = width
    self.depth = depth
    self.headCount = headCount
    self.hiddenWidth = hiddenWidth
    self.classCount = classCount
    self.hasQueryKeyValueBias = hasQueryKeyValueBias
  }

  /// What distinguishes the forms; as it stands, the plain ViT.
  package struct Form: Sendable, Hashable {
    package var epsilon = VisionTransformer.layerNormEpsilon
    package var hasClassToken = true
    /// DeiT's distillation token, with a head of its own that is averaged with the other.
    package var hasDistillationToken = false
    package var registerCount = 0
    package var positions = Positions.allTokens
    package var hasPatchBias = true
    /// LayerNorm before the blocks.
    package var hasPreNorm = false
    package var hasQueryKeyNorm = false
    package var hasProjectionBias = true
    /// LayerNorm between the attention and its projection.
    package var hasAttentionNorm = false
    /// LayerNorm between the two layers of the MLP.
    package var hasHiddenNorm = false
    package var hasLayerScale = false
    package var activation = Activation.gelu
    package var hasGatedMLP = false
    /// LayerNorm behind the blocks.
    package var hasFinalNorm = true
    package var pooling = TokenPooling.token
    /// LayerNorm behind the pooling.
    package var hasPooledNorm = false
    /// Whether a mean is over class token and registers, too.
    package var poolsPrefix = false
    package var isRootMeanSquare = false
    package var hasHeadBias = true
  }

  package enum Positions: Sendable, Hashable {
    case none, allTokens
    /// Added before class token and registers are put in front.
    case patchesOnly
  }

  package enum TokenPooling: Sendable, Hashable {
    /// The class token, or the first.
    case token
    case mean, maximum, meanAndMaximum
    /// An attention with one learned query.
    case attention
    /// The class token and the mean of the patches side by side.
    case tokenAndMean
  }

  /// timm's for every ViT and DeiT.
  package static let layerNormEpsilon: Float = 1e-6

  package var patches: Patches { Patches(imageSide: imageSize, side: patchSize) }
  package var patchCount: Int { patches.count }
  package var prefixNames: [String] {
    (form.hasClassToken ? ["class"] : []) + (form.hasDistillationToken ? ["distillation"] : [])
      + (0..<form.registerCount).map { "register \($0 + 1)" }
  }
  package var prefixCount: Int { prefixNames.count }
  package var tokenCount: Int { patchCount + prefixCount }
  package var tokens: TokenGrid {
    TokenGrid(prefix: prefixNames, rows: patches.gridSide, columns: patches.gridSide)
  }

  package var graph: Graph {
    var builder = GraphBuilder()
    var stream = builder.group("embedding", .embedding) { embed(&$0) }
    for index in 0..<depth {
      stream = builder.module("blocks.\(index)", .block) { block(&$0, index, from: stream) }
    }
    let features = pool(&builder, from: stream)
    let output = classify(&builder, features)
    return builder.finish(
      architecture: architecture, output: output, name: classCount == nil ? "features" : "logits",
      classCount: classCount, imageSize: imageSize)
  }

  private func norm(_ builder: inout GraphBuilder, _ name: String, from input: Int, outputSite: String? = nil) -> Int {
    builder.layerNorm(
      name, from: input, epsilon: form.epsilon, hasBias: !form.isRootMeanSquare,
      isRootMeanSquare: form.isRootMeanSquare, outputSite: outputSite)
  }

  // MARK: - Embedding

  /// Image → tokens with positions: the input of block 0, not yet quantized.
  private func embed(_ builder: inout GraphBuilder) -> Int {
    let image = builder.quantize("image", alias: "qact_input", .image, from: builder.image(side: imageSize))
    let embedded = builder.quantize(
      "patch_embed.output", alias: "patch_embed.qact", .embedding,
      from: builder.convolution(
        "patch_embed.proj", bias: form.hasPatchBias, patches: patches, from: image, outputs: width))
    var tokens = embedded
    switch form.positions {
    case .allTokens:
      if prefixCount > 0 {
        tokens = builder.quantize(
          "tokens", alias: "qact_embed", .embedding, from: prepend(&builder, to: tokens))
      }
      tokens = addPositions(&builder, to: tokens)
    case .patchesOnly:
      tokens = addPositions(&builder, to: tokens)
      if prefixCount > 0 {
        tokens = prepend(
          &builder, to: builder.quantize("tokens", alias: "qact_embed", .embedding, from: tokens))
      }
    case .none:
      if prefixCount > 0 { tokens = prepend(&builder, to: tokens) }
    }
    guard form.hasPreNorm else { return tokens }
    return norm(
      &builder, "norm_pre", from: builder.quantize("norm_pre", .normInput, from: tokens),
      outputSite: depth > 0 ? "blocks.0.norm1" : nil)
  }

  private func prepend(_ builder: inout GraphBuilder, to patches: Int) -> Int {
    var prefix: [Int] = []
    if form.hasClassToken { prefix.append(builder.constant("cls_token", [1, 1, width], rows: 1, columns: width)) }
    if form.hasDistillationToken {
      prefix.append(builder.constant("dist_token", [1, 1, width], rows: 1, columns: width))
    }
    if form.registerCount > 0 {
      prefix.append(
        builder.constant(
          "reg_token", [1, form.registerCount, width], rows: form.registerCount, columns: width))
    }
    // One constant before the patches, however many tokens it is made of.
    let tokens = prefix.count == 1 ? prefix[0] : builder.concatenate("prefix_tokens", prefix)
    return builder.concatenate("tokens", [tokens, patches])
  }

  private func addPositions(_ builder: inout GraphBuilder, to tokens: Int) -> Int {
    let count = builder.shape(tokens).rowCount
    let positions = builder.quantize(
      "pos_embed", alias: "qact_pos", .positionEmbedding,
      from: builder.constant("pos_embed", [1, count, width], rows: count, columns: width))
    return builder.append("pos_embed.add", .add, from: tokens, positions)
  }

  // MARK: - Blocks

  private func block(_ builder: inout GraphBuilder, _ index: Int, from sum: Int) -> Int {
    let name = "blocks.\(index)"
    let stream = builder.quantize(
      "norm1", alias: index == 0 ? "qact1" : "blocks.\(index - 1).qact4", .normInput, from: sum)
    let normalized = builder.quantize(
      "norm1.output", alias: name + ".qact1", .normOutput, from: norm(&builder, "norm1", from: stream))
    let attention = builder.module("attn", .attention) { attend(&$0, block: index, from: normalized) }
    let middle = builder.quantize(
      "norm2", alias: name + ".qact2", .normInput,
      from: builder.append("attn.add", .add, from: stream, attention))
    let second = builder.quantize(
      "norm2.output", alias: name + ".qact3", .normOutput, from: norm(&builder, "norm2", from: middle))
    let branch = builder.group(name + ".mlp", .mlp) { expand(&$0, block: index, from: second) }
    return builder.append("mlp.add", .add, from: middle, branch)
  }

  /// Normalized tokens → output of the attention's projection, quantized.
  private func attend(_ builder: inout GraphBuilder, block: Int, from input: Int) -> Int {
    let name = "blocks.\(block).attn"
    let packed = builder.quantize(
      "qkv.output", alias: name + ".qact1", .queryKeyValue,
      from: builder.linear("qkv", bias: hasQueryKeyValueBias, from: input, outputs: 3 * width))
    var (queries, keys) = (packed, packed)
    let dimension = width / headCount
    var shape = AttentionShape(packed: 1, tokens: tokenCount, heads: headCount, width: width)
    if form.hasQueryKeyNorm {
      func normalize(_ norm: String, _ start: Int) -> Int {
        let rows = builder.view(
          norm, rows: tokenCount * headCount, columns: dimension,
          from: builder.columns(norm + ".columns", start..<start + width, from: packed))
        let normalized = builder.innerNorm(
          norm, from: rows, epsilon: form.epsilon, hasBias: !form.isRootMeanSquare,
          isRootMeanSquare: form.isRootMeanSquare)
        return builder.quantize(
          norm + ".output", .queryKeyValue,
          from: builder.view(norm + ".rows", rows: tokenCount, columns: width, from: normalized))
      }
      queries = normalize("q_norm", 0)
      keys = normalize("k_norm", width)
      shape = AttentionShape(
        heads: headCount, queries: tokenCount, keys: tokenCount, headDimension: dimension, valueColumn: 2 * width,
        scale: shape.scale)
    }
    let scores = builder.quantize(
      "scores", alias: name + ".qact_attn1", .scores, from: builder.scores(shape, queries: queries, keys: keys))
    let probabilities = builder.softmax(
      alias: name + ".log_int_softmax", from: scores, shape, queries: tokens)
    let context = builder.context(shape, probabilities: probabilities, values: packed)
    let attended: Int
    if form.hasAttentionNorm {
      let quantized = builder.quantize("norm", alias: name + ".qact2", .normInput, from: context)
      attended = builder.quantize("norm.output", .normOutput, from: norm(&builder, "norm", from: quantized))
    } else {
      attended = builder.quantize("context", alias: name + ".qact2", .attentionOutput, from: context)
    }
    let projected = builder.linear("proj", bias: form.hasProjectionBias, from: attended, outputs: width)
    return builder.quantize(
      "proj.output", alias: name + ".qact3", .projectionOutput, from: scale(&builder, "blocks.\(block).ls1", projected))
  }

  /// LayerScale, where the form has it.
  private func scale(_ builder: inout GraphBuilder, _ name: String, _ input: Int) -> Int {
    guard form.hasLayerScale else { return input }
    let factors = builder.constant(absolute: name + ".gamma", [width], rows: 1, columns: width)
    return builder.append("layer_scale", .multiply, from: input, factors)
  }

  private func expand(_ builder: inout GraphBuilder, block: Int, from input: Int) -> Int {
    let name = "blocks.\(block)"
    let expanded = builder.linear(
      "mlp.fc1", from: input, outputs: form.hasGatedMLP ? 2 * hiddenWidth : hiddenWidth)
    var activated: Int
    if form.hasGatedMLP {
      let gate = builder.append(
        "mlp.act", .activation(form.activation), from: builder.columns("mlp.gate", 0..<hiddenWidth, from: expanded))
      activated = builder.append(
        "mlp.product", .multiply, from: gate,
        builder.columns("mlp.value", hiddenWidth..<2 * hiddenWidth, from: expanded))
    } else {
      activated = builder.append("mlp.act", .activation(form.activation), from: expanded)
    }
    if form.hasHiddenNorm {
      let quantized = builder.quantize("mlp.norm", alias: name + ".mlp.qact1", .normInput, from: activated)
      activated = builder.quantize(
        "mlp.norm.output", .normOutput, from: norm(&builder, "mlp.norm", from: quantized))
    } else {
      activated = builder.quantize("mlp.act", alias: name + ".mlp.qact1", .hidden, from: activated)
    }
    let contracted = builder.linear("mlp.fc2", bias: form.hasProjectionBias, from: activated, outputs: width)
    return builder.quantize(
      "mlp.fc2.output", alias: name + ".mlp.qact2", .mlpOutput, from: scale(&builder, name + ".ls2", contracted))
  }

  // MARK: - Head

  /// The residual stream → one quantized row of features.
  private func pool(_ builder: inout GraphBuilder, from sum: Int) -> Int {
    let last = depth > 0 ? "blocks.\(depth - 1).qact4" : "qact1"
    if form.hasFinalNorm, form.pooling == .token, !form.hasPooledNorm, !form.hasDistillationToken {
      let stream = builder.quantize("norm", alias: last, .normInput, from: sum)
      let token = builder.row("norm.token", 0, from: norm(&builder, "norm", from: stream))
      return builder.quantize("norm.output", alias: "qact2", .normOutput, from: token)
    }
    var rows: Int
    if form.hasFinalNorm {
      let stream = builder.quantize("norm", alias: last, .normInput, from: sum)
      rows = builder.quantize("norm.output", alias: "qact2", .normOutput, from: norm(&builder, "norm", from: stream))
    } else {
      rows = builder.quantize("stream", alias: last, .embedding, from: sum)
    }
    if form.hasDistillationToken { return rows }
    let range = (form.poolsPrefix ? 0 : prefixCount)..<tokenCount
    switch form.pooling {
    case .token: rows = builder.row("pool.token", 0, from: rows)
    case .mean: rows = builder.pool("pool.mean", .mean, rows: range, from: rows)
    case .maximum: rows = builder.pool("pool.maximum", .maximum, rows: range, from: rows)
    case .meanAndMaximum:
      let mean = builder.pool("pool.mean", .mean, rows: range, from: rows)
      let maximum = builder.pool("pool.maximum", .maximum, rows: range, from: rows)
      let half = builder.numbers("pool.half", [Float](repeating: 0.5, count: width), rows: 1, columns: width)
      rows = builder.append("pool", .multiply, from: builder.append("pool.add", .add, from: mean, maximum), half)
    case .attention: rows = builder.module("attn_pool", .attention) { attentionPool(&$0, from: rows) }
    case .tokenAndMean:
      let token = builder.row("pool.token", 0, from: rows)
      let mean = builder.quantize(
        "pool.mean", .normOutput, from: builder.pool("pool.mean", .mean, rows: range, from: rows))
      let map = RowMap(
        pieceWidth: width, piecesPerRow: 2, pieces: [.init(input: 0, row: 0), .init(input: 1, row: 0)])
      rows = builder.rows("pool", map, from: token, mean)
    }
    if form.hasPooledNorm {
      let quantized = builder.quantize("fc_norm", .normInput, from: rows)
      return builder.quantize("fc_norm.output", .normOutput, from: norm(&builder, "fc_norm", from: quantized))
    }
    return builder.quantize("pool", .normOutput, from: rows)
  }

  /// SigLIP's: one learned query looks at all tokens, then an MLP.
  private func attentionPool(_ builder: inout GraphBuilder, from rows: Int) -> Int {
    let shape = AttentionShape(
      heads: headCount, queries: 1, keys: tokenCount, headDimension: width / headCount, valueColumn: width,
      scale: 1 / Float(width / headCount).squareRoot())
    let latent = builder.constant("latent", [1, 1, width], rows: 1, columns: width)
    let query = builder.quantize(
      "q.output", .queryKeyValue, from: builder.linear("q", from: latent, outputs: width))
    let keysAndValues = builder.quantize(
      "kv.output", .queryKeyValue, from: builder.linear("kv", from: rows, outputs: 2 * width))
    let scores = builder.quantize(
      "scores", .scores, from: builder.scores(shape, queries: query, keys: keysAndValues))
    let probabilities = builder.softmax(
      from: scores, shape, queries: TokenGrid(prefix: ["latent"], rows: 0, columns: 0), keys: tokens)
    let context = builder.quantize(
      "context", .attentionOutput, from: builder.context(shape, probabilities: probabilities, values: keysAndValues))
    let projected = builder.quantize(
      "norm", .normInput, from: builder.linear("proj", from: context, outputs: width))
    let normalized = builder.quantize(
      "norm.output", .normOutput, from: norm(&builder, "norm", from: projected))
    let hidden = builder.quantize(
      "mlp.act", .hidden,
      from: builder.append(
        "mlp.act", .activation(form.activation),
        from: builder.linear("mlp.fc1", from: normalized, outputs: hiddenWidth)))
    let contracted = builder.quantize(
      "mlp.fc2.output", .mlpOutput, from: builder.linear("mlp.fc2", from: hidden, outputs: width))
    return builder.append("mlp.add", .add, from: projected, contracted)
  }

  private func classify(_ builder: inout GraphBuilder, _ features: Int) -> Int {
    guard let classCount else { return features }
    guard form.hasDistillationToken else {
      let logits = builder.linear("head", bias: form.hasHeadBias, from: features, outputs: classCount)
      return builder.quantize("logits", alias: "act_out", .logits, from: logits)
    }
    let token = builder.linear("head", from: builder.row("head.token", 0, from: features), outputs: classCount)
    let distilled = builder.linear(
      "head_dist", from: builder.row("head_dist.token", 1, from: features), outputs: classCount)
    let half = builder.numbers(
      "head.half", [Float](repeating: 0.5, count: classCount), rows: 1, columns: classCount)
    let mean = builder.append(
      "head.mean", .multiply, from: builder.append("head.add", .add, from: token, distilled), half)
    return builder.quantize("logits", alias: "act_out", .logits, from: mean)
  }
}
