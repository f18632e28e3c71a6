package import Graphs
import Quantization

/// The Swin Transformer, of any number of stages, window and image size. Source: arXiv 2103.14030.
///
/// Stage i has H_i × W_i tokens of C_i channels in windows of w_i × w_i; sites as in the program of the method's authors, whose
/// names are the second ones.
package struct SwinTransformer: Sendable, Hashable {
  package struct Stage: Sendable, Hashable {
    package let depth: Int
    package let headCount: Int
    package let hiddenWidth: Int

    package init(depth: Int, headCount: Int, hiddenWidth: Int) {
      self.depth = depth
      self.headCount = headCount
      self.hiddenWidth = hiddenWidth
    }
  }

  package let architecture: String
  package let imageSize: Int
  package let patchSize: Int
  package let width: Int
  package let stages: [Stage]
  package let windowSide: Int
  /// Nil where there is no head.
  package let classCount: Int?
  package let hasQueryKeyValueBias: Bool
  package let epsilon: Float
  /// Whether windows stay as they are where they are larger than what there is to see.
  package let keepsWindows: Bool
  /// Whether the patches have positions of their own, added behind their LayerNorm.
  package let hasPositions: Bool

  /// timm's and the authors'.
  package static let layerNormEpsilon: Float = 1e-5

  package init(
    architecture: String, imageSize: Int, patchSize: Int, width: Int, stages: [Stage], windowSide: Int, classCount: Int?,
    hasQueryKeyValueBias: Bool = true, epsilon: Float = Self.layerNormEpsilon, keepsWindows: Bool = false,
    hasPositions: Bool = false
  ) {
    self.architecture = architecture
    self.imageSize = imageSize
    self.patchSize = patchSize
    self.width = width
    self.stages = stages
    self.windowSide = windowSide
    self.classCount = classCount
    self.hasQueryKeyValueBias = hasQueryKeyValueBias
    self.epsilon = epsilon
    self.keepsWindows = keepsWindows
    self.hasPositions = hasPositions
  }

  package var patches: Patches { Patches(imageSide: imageSize, side: patchSize) }

  /// Tokens on a side of each stage.
  package var gridSides: [Int] {
    stages.indices.reduce(into: []) { sides, index in
      sides.append(index == 0 ? patches.gridSide : (sides[index - 1] + 1) / 2)
    }
  }

  package var graph: Graph {
    var builder = GraphBuilder()
    var sum = builder.group("embedding", .embedding) { embed(&$0) }
    // What the authors' program calls the stream's site before each block.
    var alias = "patch_embed.qact"
    var role = SiteRole.embeddedNormInput
    for (index, stage) in stages.enumerated() {
      let grid = WindowGrid(
        side: gridSides[index], windowSide: windowSide, keepsWindow: keepsWindows)
      builder.module("layers.\(index)", .stage) { builder in
        if index > 0 {
          sum = builder.module("downsample", .merging) {
            merge(&$0, stage: index, from: sum, alias: alias, role: role)
          }
          (alias, role) = ("layers.\(index - 1).downsample.qact2", .normInput)
        }
        for block in 0..<stage.depth {
          sum = builder.module("blocks.\(block)", .block) {
            self.block(
              &$0, stage: index, block: block, grid: grid.shifted(block % 2 == 1), from: sum, alias: alias, role: role)
          }
          (alias, role) = ("layers.\(index).blocks.\(block).qact4", .normInput)
        }
      }
    }
    let output = classify(&builder, from: sum, alias: alias, role: role)
    return builder.finish(
      architecture: architecture, output: output, name: classCount == nil ? "features" : "logits",
      classCount: classCount, imageSize: imageSize)
  }

  private func width(of stage: Int) -> Int { width << stage }

  /// Image → normalized patches, not yet quantized.
  private func embed(_ builder: inout GraphBuilder) -> Int {
    let image = builder.quantize("image", alias: "qact_input", .image, from: builder.image(side: imageSize))
    let embedded = builder.quantize(
      "patch_embed.norm", alias: "patch_embed.qact_before_norm", .embeddedNormInput,
      from: builder.convolution("patch_embed.proj", patches: patches, from: image, outputs: width))
    guard hasPositions else {
      return builder.layerNorm("patch_embed.norm", from: embedded, epsilon: epsilon, outputSite: "layers.0.blocks.0.norm1")
    }
    let normalized = builder.quantize(
      "patch_embed.norm.output", .normOutput,
      from: builder.layerNorm("patch_embed.norm", from: embedded, epsilon: epsilon))
    let positions = builder.quantize(
      "pos_embed", .positionEmbedding,
      from: builder.constant("pos_embed", [1, patches.count, width], rows: patches.count, columns: width))
    return builder.append("pos_embed.add", .add, from: normalized, positions)
  }

  private func block(
    _ builder: inout GraphBuilder, stage: Int, block: Int, grid: WindowGrid, from sum: Int, alias: String, role: SiteRole
  ) -> Int {
    let name = "layers.\(stage).blocks.\(block)"
    let stream = builder.quantize("norm1", alias: alias, role, from: sum)
    let normalized = builder.quantize(
      "norm1.output", alias: name + ".qact1", .normOutput,
      from: builder.layerNorm("norm1", from: stream, epsilon: epsilon))
    let width = width(of: stage)
    let attention = builder.module("attn", .attention) { builder in
      let windows = builder.rows("windows", grid.partition(columns: width), from: normalized)
      let attended = attend(&builder, name: name + ".attn", stage: stage, grid: grid, from: windows)
      return builder.rows("windows.reversed", grid.reversal(columns: width), from: attended)
    }
    let middle = builder.quantize(
      "norm2", alias: name + ".qact2", .normInput, from: builder.append("attn.add", .add, from: stream, attention))
    let second = builder.quantize(
      "norm2.output", alias: name + ".qact3", .normOutput,
      from: builder.layerNorm("norm2", from: middle, epsilon: epsilon))
    let branch = builder.module("mlp", .mlp) { builder in
      let hidden = builder.append(
        "act", .activation(.gelu), from: builder.linear("fc1", from: second, outputs: stages[stage].hiddenWidth))
      let activated = builder.quantize("act", alias: name + ".mlp.qact1", .hidden, from: hidden)
      return builder.quantize(
        "fc2.output", alias: name + ".mlp.qact2", .mlpOutput, from: builder.linear("fc2", from: activated, outputs: width))
    }
    return builder.append("mlp.add", .add, from: middle, branch)
  }

  /// Tokens window by window → the attention's projection, quantized.
  private func attend(
    _ builder: inout GraphBuilder, name: String, stage: Int, grid: WindowGrid, from input: Int
  ) -> Int {
    let (width, heads) = (width(of: stage), stages[stage].headCount)
    let tokens = grid.windowSide * grid.windowSide
    let shape = AttentionShape(packed: grid.windowCount, tokens: tokens, heads: heads, width: width)
    let packed = builder.quantize(
      "qkv.output", alias: name + ".qact1", .queryKeyValue,
      from: builder.linear("qkv", bias: hasQueryKeyValueBias, from: input, outputs: 3 * width))
    let products = builder.quantize(
      "scores", alias: name + ".qact_attn1", .scores, from: builder.scores(shape, queries: packed, keys: packed))
    let rows = grid.biasRowCount
    let table = builder.quantize(
      "relative_position_bias_table", alias: name + ".qact_table", .positionBias,
      from: builder.constant("relative_position_bias_table", [rows, heads], rows: rows, columns: heads))
    let bias = builder.rows("relative_position_bias", grid.biasMap(heads: heads), from: table)
    let biased = builder.quantize(
      "biased_scores", alias: name + ".qact2", .biasedScores,
      from: builder.append("biased_scores.add", .add, from: products, bias))
    let probabilities = builder.softmax(
      alias: name + ".log_int_softmax", from: biased, shape,
      queries: TokenGrid(rows: grid.windowSide, columns: grid.windowSide), mask: grid.mask)
    let context = builder.quantize(
      "context", alias: name + ".qact3", .attentionOutput,
      from: builder.context(shape, probabilities: probabilities, values: packed))
    return builder.quantize(
      "proj.output", alias: name + ".qact4", .projectionOutput,
      from: builder.linear("proj", from: context, outputs: width))
  }

  /// Four neighbours become one token of twice the channels.
  private func merge(
    _ builder: inout GraphBuilder, stage: Int, from sum: Int, alias: String, role: SiteRole
  ) -> Int {
    let name = "layers.\(stage - 1).downsample"
    let stream = builder.quantize("norm", alias: alias, role, from: sum)
    let merged = builder.rows(
      "merged", WindowGrid.merging(side: gridSides[stage - 1], columns: width(of: stage - 1)), from: stream)
    let normalized = builder.quantize(
      "norm.output", alias: name + ".qact1", .normOutput,
      from: builder.layerNorm("norm", from: merged, epsilon: epsilon))
    return builder.linear(
      "reduction", alias: name + ".reduction", bias: false, from: normalized, outputs: width(of: stage))
  }

  private func classify(_ builder: inout GraphBuilder, from sum: Int, alias: String, role: SiteRole) -> Int {
    let stream = builder.quantize("norm", alias: alias, role, from: sum)
    let normalized = builder.quantize(
      "norm.output", alias: "qact2", .normOutput, from: builder.layerNorm("norm", from: stream, epsilon: epsilon))
    let rows = builder.shape(normalized).rowCount
    let features = builder.quantize(
      "pool", alias: "qact3", .normOutput, from: builder.pool("pool.mean", .mean, rows: 0..<rows, from: normalized))
    guard let classCount else { return features }
    return builder.quantize(
      "logits", alias: "act_out", .logits,
      from: builder.linear("head.fc", alias: "head", from: features, outputs: classCount))
  }
}
