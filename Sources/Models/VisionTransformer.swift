import Quantization

/// The plain Vision Transformer (ViT, DeiT), of any width, depth, heads, patch and image size.
///
/// T tokens, C channels (`width`), H heads, D = C / H. A site's second name is that of the method's authors' program.
package struct VisionTransformer: Sendable, Hashable {
  package let architecture: String
  package let imageSize: Int
  package let patchSize: Int
  package let width: Int
  package let depth: Int
  package let headCount: Int
  package let hiddenWidth: Int
  package let classCount: Int
  package let hasQueryKeyValueBias: Bool

  package init(
    architecture: String, imageSize: Int, patchSize: Int, width: Int, depth: Int, headCount: Int, hiddenWidth: Int,
    classCount: Int, hasQueryKeyValueBias: Bool
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

  /// timm's for every ViT and DeiT.
  package static let layerNormEpsilon: Float = 1e-6

  package var patchCount: Int { (imageSize / patchSize) * (imageSize / patchSize) }
  package var tokenCount: Int { patchCount + 1 }

  package var graph: ModelGraph {
    var builder = GraphBuilder()
    var layerNorms: [ModelGraph.LayerNormSite] = []
    var attentions: [ModelGraph.AttentionSite] = []
    var residual = embed(&builder)
    var residualSite = Self.residualSite(before: 0, of: depth)

    func norm(_ name: String, from input: Int) -> Int {
      let outputSite = SiteID(name + ".output")
      let operation = Operation.LayerNorm(
        weight: name + ".weight", bias: name + ".bias", epsilon: Self.layerNormEpsilon, input: residualSite,
        output: outputSite)
      layerNorms.append(.init(name: name, block: builder.block, input: residualSite, output: outputSite))
      return builder.append(name, .layerNorm(operation), from: [input], rows: tokenCount, columns: width)
    }
    func add(_ branch: Int, site: SiteID, alias: String) {
      let sum = builder.append(site.name + ".add", .add, from: [residual, branch], rows: tokenCount, columns: width)
      residual = builder.quantize(site.name, alias: alias, .normInput, from: sum)
      residualSite = site
    }

    for index in 0..<depth {
      builder.block = index
      let block = "blocks.\(index)"
      let normalized = builder.quantize(
        block + ".norm1.output", alias: block + ".qact1", .normOutput, from: norm(block + ".norm1", from: residual))
      let attention = attend(&builder, block: index, from: normalized, into: &attentions)
      add(attention, site: SiteID(block + ".norm2"), alias: block + ".qact2")

      let second = builder.quantize(
        block + ".norm2.output", alias: block + ".qact3", .normOutput, from: norm(block + ".norm2", from: residual))
      let expanded = builder.linear(block + ".mlp.fc1", bias: true, from: second, outputs: hiddenWidth)
      let activated = builder.append(
        block + ".mlp.act", .gelu, from: [expanded], rows: tokenCount, columns: hiddenWidth)
      let hidden = builder.quantize(block + ".mlp.act", alias: block + ".mlp.qact1", .hidden, from: activated)
      let contracted = builder.linear(block + ".mlp.fc2", bias: true, from: hidden, outputs: width)
      add(
        builder.quantize(block + ".mlp.fc2.output", alias: block + ".mlp.qact2", .mlpOutput, from: contracted),
        site: Self.residualSite(before: index + 1, of: depth), alias: block + ".qact4")
    }

    builder.block = nil
    let final = norm("norm", from: residual)
    let token = builder.append("norm.token", .selectToken(0), from: [final], rows: 1, columns: width)
    let features = builder.quantize("norm.output", alias: "qact2", .normOutput, from: token)
    let logits = builder.linear("head", bias: true, from: features, outputs: classCount)
    _ = builder.quantize("logits", alias: "act_out", .logits, from: logits)

    return ModelGraph(
      architecture: architecture, operations: builder.operations, sites: builder.sites, layerNorms: layerNorms,
      attentions: attentions, blockCount: depth, classCount: classCount, imageSize: imageSize)
  }

  /// Image → tokens with positions: the input of block 0.
  private func embed(_ builder: inout GraphBuilder) -> Int {
    let image = builder.append("input", .image, from: [], rows: 3, columns: imageSize * imageSize)
    let quantized = builder.quantize("image", alias: "qact_input", .image, from: image)
    _ = builder.site(
      "patch_embed.proj.weight", alias: "patch_embed.proj", .weight, rows: 3 * patchSize * patchSize, channels: width)
    let patches = builder.append(
      "patch_embed.proj",
      .patchEmbedding(weight: "patch_embed.proj.weight", bias: "patch_embed.proj.bias", patchSize: patchSize),
      from: [quantized], rows: patchCount, columns: width)
    let embedded = builder.quantize("patch_embed.output", alias: "patch_embed.qact", .embedding, from: patches)
    let tokens = builder.append(
      "cls_token", .prependToken("cls_token"), from: [embedded], rows: tokenCount, columns: width)
    let tokenSite = builder.quantize("tokens", alias: "qact_embed", .embedding, from: tokens)
    let positions = builder.site("pos_embed", alias: "qact_pos", .positionEmbedding, rows: tokenCount, channels: width)
    let sum = builder.append(
      "pos_embed", .addPositions("pos_embed", site: positions), from: [tokenSite], rows: tokenCount, columns: width)
    return builder.quantize(Self.residualSite(before: 0, of: depth).name, alias: "qact1", .normInput, from: sum)
  }

  /// The site of the residual stream before a block, or behind the last: the input of the LayerNorm that reads it.
  private static func residualSite(before block: Int, of depth: Int) -> SiteID {
    SiteID(block < depth ? "blocks.\(block).norm1" : "norm")
  }

  /// Normalized tokens → output of the attention's projection, quantized.
  private func attend(
    _ builder: inout GraphBuilder, block: Int, from input: Int, into attentions: inout [ModelGraph.AttentionSite]
  ) -> Int {
    let name = "blocks.\(block).attn"
    let queryKeyValue = builder.quantize(
      name + ".qkv.output", alias: name + ".qact1", .queryKeyValue,
      from: builder.linear(name + ".qkv", bias: hasQueryKeyValueBias, from: input, outputs: 3 * width))
    let rows = headCount * tokenCount
    let products = builder.append(
      name + ".scores", .scores(headCount: headCount), from: [queryKeyValue], rows: rows, columns: tokenCount)
    let scores = builder.quantize(name + ".scores", alias: name + ".qact_attn1", .scores, from: products)
    let scoreSite = SiteID(name + ".scores")
    let site = builder.site(
      name + ".softmax", alias: name + ".log_int_softmax", .attention, rows: rows, channels: tokenCount)
    let probabilities = builder.append(
      name + ".softmax", .softmax(site: site, scores: scoreSite), from: [scores], rows: rows, columns: tokenCount)
    attentions.append(
      .init(name: name, block: block, scores: scoreSite, probabilities: site, headCount: headCount))
    let context = builder.append(
      name + ".context", .weightedValues(headCount: headCount), from: [probabilities, queryKeyValue],
      rows: tokenCount, columns: width)
    let quantized = builder.quantize(name + ".context", alias: name + ".qact2", .attentionOutput, from: context)
    return builder.quantize(
      name + ".proj.output", alias: name + ".qact3", .projectionOutput,
      from: builder.linear(name + ".proj", bias: true, from: quantized, outputs: width))
  }
}
