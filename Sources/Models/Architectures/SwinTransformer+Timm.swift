import Tensors
import Texts

extension SwinTransformer {
  /// Reads timm's `SwinTransformer`: sizes off the weights, the rest from the arguments.
  init(
    _ arguments: inout TimmArguments, input: InputSpecification, tensors: inout NamedTensors
  ) throws(ModelError) {
    // Both are computed, and stored by some.
    tensors.ignore { $0.hasSuffix(".relative_position_index") || $0.hasSuffix(".attn_mask") }
    let patch = try tensors.extents(of: "patch_embed.proj.weight", rank: 4)
    let width = patch[0]
    let stageCount = tensors.count(behind: "layers.")
    guard stageCount > 0 else { throw tensors.missing("layers.0.blocks.0.norm1.weight") }
    let depths = (0..<stageCount).map { tensors.count(behind: "layers.\($0).blocks.") }
    if let given = try arguments.counts("depths"), given != depths {
      throw arguments.contradiction(
        "depths", arguments.peek("depths") ?? .null, found: "the weights have \(depths)")
    }
    guard let heads = try arguments.counts("num_heads", count: stageCount) else {
      throw .unknownHeadCount(path: arguments.path, architecture: arguments.architecture)
    }
    var stages: [Stage] = []
    for index in 0..<stageCount {
      let hidden = try tensors.extents(of: "layers.\(index).blocks.0.mlp.fc1.weight", rank: 2)
      guard heads[index] > 0, (width << index) % heads[index] == 0 else {
        throw arguments.invalid(
          "num_heads", arguments.peek("num_heads") ?? .null, expected: "divisors of the widths of the stages")
      }
      stages.append(Stage(depth: depths[index], headCount: heads[index], hiddenWidth: hidden[0]))
    }
    guard let window = try arguments.side("window_size") else {
      throw .missingField(path: arguments.path, field: "model_args.window_size")
    }
    let keepsWindows = try arguments.bool("always_partition")
    try arguments.check("embed_dim", is: width)
    try arguments.check("in_chans", is: patch[1])
    if let side = try arguments.side("patch_size"), side != patch[2] {
      throw arguments.contradiction(
        "patch_size", arguments.peek("patch_size") ?? .null, found: "the weights have \(patch[2])")
    }
    if let ratio = try arguments.number("mlp_ratio"), Int(Double(width) * ratio) != stages[0].hiddenWidth {
      throw arguments.contradiction(
        "mlp_ratio", arguments.peek("mlp_ratio") ?? .null, found: "the weights have \(stages[0].hiddenWidth) of \(width)")
    }
    let hasBias = tensors.contains("layers.0.blocks.0.attn.qkv.bias")
    let saysBias = try arguments.bool("qkv_bias")
    if saysBias != hasBias {
      throw arguments.contradiction(
        "qkv_bias", .bool(saysBias), found: hasBias ? "the weights have one" : "the weights have none")
    }
    try arguments.expect("head_dim", [], said: "null, as all Swin Transformers have it")
    try arguments.expect("norm_layer", ["LayerNorm", "layernorm"], said: "LayerNorm")
    try arguments.expect("embed_layer", ["PatchEmbed"], said: "PatchEmbed")
    try arguments.expect("global_pool", ["avg"], said: "avg")
    arguments.ignore("img_size", "strict_img_size", "dynamic_img_size")
    let classCount = tensors.shape(of: "head.fc.weight")?.dimensions.first
    if let given = try arguments.count("num_classes"), given != classCount ?? 0 {
      throw arguments.contradiction(
        "num_classes", .number("\(given)"), found: classCount.map { "the weights have \($0)" } ?? "the weights have no head")
    }
    self.init(
      architecture: arguments.architecture, imageSize: input.size, patchSize: patch[2], width: width, stages: stages,
      windowSide: window, classCount: classCount, hasQueryKeyValueBias: hasBias, keepsWindows: keepsWindows)
  }
}
