import Quantization

/// The plain Vision Transformer (ViT, DeiT), of any width, depth, heads, patch and image size.
///
/// T tokens, C channels (`width`), H heads, D = C / H. Sites are named as in the method's authors' program.
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
    var residualSite = SiteID("qact1")

    func norm(_ name: String, output: String, role: SiteRole = .normOutput, from input: Int) -> Int {
      let outputSite = SiteID(output)
      let operation = Operation.LayerNorm(
        weight: name + ".weight", bias: name + ".bias", epsilon: Self.layerNormEpsilon, input: residualSite,
        output: outputSite)
      layerNorms.append(.init(name: name, block: builder.block, input: residualSite, output: outputSite))
      return builder.append(name, .layerNorm(operation), from: [input], rows: tokenCount, columns: width)
    }
    func add(_ branch: Int, site: String) {
      let sum = builder.append(site + ".add", .add, from: [residual, branch], rows: tokenCount, columns: width)
      residual = builder.quantize(site, .normInput, from: sum)
      residualSite = SiteID(site)
    }

    for index in 0..<depth {
      builder.block = index
      let block = "blocks.\(index)"
      let normalized = builder.quantize(
        block + ".qact1", .normOutput, from: norm(block + ".norm1", output: block + ".qact1", from: residual))
      let attention = attend(&builder, block: index, from: normalized, into: &attentions)
      add(attention, site: block + ".qact2")

      let second = builder.quantize(
        block + ".qact3", .normOutput, from: norm(block + ".norm2", output: block + ".qact3", from: residual))
      let expanded = builder.linear(block + ".mlp.fc1", bias: true, from: second, outputs: hiddenWidth)
      let activated = builder.append(
        block + ".mlp.act", .gelu, from: [expanded], rows: tokenCount, columns: hiddenWidth)
      let hidden = builder.quantize(block + ".mlp.qact1", .hidden, from: activated)
      let contracted = builder.linear(block + ".mlp.fc2", bias: true, from: hidden, outputs: width)
      add(builder.quantize(block + ".mlp.qact2", .mlpOutput, from: contracted), site: block + ".qact4")
    }

    builder.block = nil
    let final = norm("norm", output: "qact2", from: residual)
    let token = builder.append("norm.token", .selectToken(0), from: [final], rows: 1, columns: width)
    let features = builder.quantize("qact2", .normOutput, from: token)
    let logits = builder.linear("head", bias: true, from: features, outputs: classCount)
    _ = builder.quantize("act_out", .logits, from: logits)

    return ModelGraph(
      architecture: architecture, operations: builder.operations, sites: builder.sites, layerNorms: layerNorms,
      attentions: attentions, blockCount: depth, classCount: classCount, imageSize: imageSize)
  }

  /// Image → tokens with positions: the input of block 0.
  private func embed(_ builder: inout GraphBuilder) -> Int {
    let image = builder.append("input", .image, from: [], rows: 3, columns: imageSize * imageSize)
    let quantized = builder.quantize("qact_input", .image, from: image)
    _ = builder.site("patch_embed.proj", .weight, rows: 3 * patchSize * patchSize, channels: width)
    let patches = builder.append(
      "patch_embed.proj",
      .patchEmbedding(weight: "patch_embed.proj.weight", bias: "patch_embed.proj.bias", patchSize: patchSize),
      from: [quantized], rows: patchCount, columns: width)
    let embedded = builder.quantize("patch_embed.qact", .embedding, from: patches)
    let tokens = builder.append(
      "cls_token", .prependToken("cls_token"), from: [embedded], rows: tokenCount, columns: width)
    let tokenSite = builder.quantize("qact_embed", .embedding, from: tokens)
    let positions = builder.site("qact_pos", .positionEmbedding, rows: tokenCount, channels: width)
    let sum = builder.append(
      "pos_embed", .addPositions("pos_embed", site: positions), from: [tokenSite], rows: tokenCount, columns: width)
    return builder.quantize("qact1", .normInput, from: sum)
  }

  /// Normalized tokens → output of the attention's projection, quantized.
  private func attend(
    _ builder: inout GraphBuilder, block: Int, from input: Int, into attentions: inout [ModelGraph.AttentionSite]
  ) -> Int {
    let name = "blocks.\(block).attn"
    let queryKeyValue = builder.quantize(
      name + ".qact1", .queryKeyValue,
      from: builder.linear(name + ".qkv", bias: hasQueryKeyValueBias, from: input, outputs: 3 * width))
    let rows = headCount * tokenCount
    let products = builder.append(
      name + ".scores", .scores(headCount: headCount), from: [queryKeyValue], rows: rows, columns: tokenCount)
    let scores = builder.quantize(name + ".qact_attn1", .scores, from: products)
    let scoreSite = SiteID(name + ".qact_attn1")
    let site = builder.site(name + ".log_int_softmax", .attention, rows: rows, channels: tokenCount)
    let probabilities = builder.append(
      name + ".softmax", .softmax(site: site, scores: scoreSite), from: [scores], rows: rows, columns: tokenCount)
    attentions.append(
      .init(name: name, block: block, scores: scoreSite, probabilities: site, headCount: headCount))
    let context = builder.append(
      name + ".context", .weightedValues(headCount: headCount), from: [probabilities, queryKeyValue],
      rows: tokenCount, columns: width)
    let quantized = builder.quantize(name + ".qact2", .attentionOutput, from: context)
    return builder.quantize(
      name + ".qact3", .projectionOutput,
      from: builder.linear(name + ".proj", bias: true, from: quantized, outputs: width))
  }
}
