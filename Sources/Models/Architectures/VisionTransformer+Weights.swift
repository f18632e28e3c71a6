import Graphs
package import Tensors

extension VisionTransformer {
  /// Reads the sizes off the weights and holds the configuration against them; the number of heads is not in the
  /// weights, so the configuration gives it.
  init(configuration: ModelConfiguration, weights: CheckpointFile) throws(ModelError) {
    let patch = try weights.extents(of: "patch_embed.proj.weight", rank: 4)
    let (width, patchSize, size) = (patch[0], patch[2], configuration.input.size)
    guard size % patchSize == 0 else {
      throw .invalidField(
        path: configuration.path, field: "input_size", value: "\(size)",
        expected: "a multiple of the patch size \(patchSize)")
    }
    guard weights.contains("head.weight") || weights.contains("head.bias") || !weights.contains("norm.weight") else {
      throw .noClassifier(path: weights.path)
    }
    let head = try weights.extents(of: "head.weight", rank: 2)
    let expansion = try weights.extents(of: "blocks.0.mlp.fc1.weight", rank: 2)
    let depth = Set(weights.names.compactMap(Self.blockIndex)).count
    guard let headCount = try configuration.arguments.headCount() else {
      throw .unknownHeadCount(path: configuration.path, architecture: configuration.architecture)
    }
    guard width % headCount == 0 else {
      throw .invalidField(
        path: configuration.path, field: "model_args.num_heads", value: "\(headCount)",
        expected: "a divisor of the width \(width)")
    }
    self.init(
      architecture: configuration.architecture, imageSize: size, patchSize: patchSize, width: width, depth: depth,
      headCount: headCount, hiddenWidth: expansion[0], classCount: head[0],
      hasQueryKeyValueBias: weights.contains("blocks.0.attn.qkv.bias"))

    if let problem = ModelLimits.problem(of: self) { throw .beyondLimits(path: weights.path, problem: problem) }
    try configuration.arguments.check(against: self)
    if let count = configuration.featureCount, count != width {
      throw .memberContradictsWeights(
        path: configuration.path, member: "num_features", value: "\(count)", found: "the weights have \(width)")
    }
  }

  /// timm resamples a table of positions for another size of images; here the sizes must fit.
  func checkPositions(_ weights: CheckpointFile) throws(ModelError) {
    let name = "pos_embed"
    guard let shape = weights.shape(of: name), shape.dimensions.count == 3, shape.dimensions[0] == 1,
      shape.dimensions[2] == width, shape.dimensions[1] != tokenCount
    else { return }
    let rows = shape.dimensions[1]
    let side = Int(Double(max(rows - 1, 0)).squareRoot().rounded())
    throw .positionsOfOtherSize(
      path: weights.path, found: shape, expected: Shape([1, tokenCount, width]), inputSize: imageSize,
      fittingSize: side > 0 && side * side == rows - 1 ? side * patchSize : nil)
  }

  /// Every tensor that this network reads, by timm's names.
  package var tensorShapes: [String: Shape] { graph.parameters.mapValues(\.shape) }

  /// Whether a plain Vision Transformer of some depth has a tensor of that name.
  static func isTensorName(_ name: String) -> Bool {
    let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "blocks", Int(parts[1]) != nil else { return oneBlock[name] != nil }
    return oneBlock["blocks.0." + parts[2]] != nil
  }

  private static let oneBlock = VisionTransformer(
    architecture: "", imageSize: 1, patchSize: 1, width: 1, depth: 1, headCount: 1, hiddenWidth: 1, classCount: 1,
    hasQueryKeyValueBias: true
  ).tensorShapes

  private static func blockIndex(_ tensor: String) -> Int? {
    let parts = tensor.split(separator: ".", maxSplits: 2)
    return parts.count == 3 && parts[0] == "blocks" ? Int(parts[1]) : nil
  }
}
