package import Tensors

extension VisionTransformer {
  /// Reads the sizes off the weights; the number of heads is not in them, so the configuration gives it.
  init(configuration: ModelConfiguration, weights: SafetensorsFile, weightsPath: String) throws(ModelError) {
    let architecture = configuration.architecture
    guard ["vit_", "deit_", "deit3_"].contains(where: architecture.hasPrefix) else {
      throw .unknownArchitecture(path: configuration.path, name: architecture)
    }
    func shape(_ name: String, rank: Int) throws(ModelError) -> [Int] {
      guard let shape = weights.shape(of: name) else { throw .missingTensor(path: weightsPath, tensor: name) }
      guard shape.dimensions.count == rank, shape.elementCount > 0 else {
        throw .wrongRank(path: weightsPath, tensor: name, found: shape, expectedRank: rank)
      }
      return shape.dimensions
    }
    let patch = try shape("patch_embed.proj.weight", rank: 4)
    let width = patch[0]
    let patchSize = patch[2]
    let size = configuration.input.size
    guard size % patchSize == 0 else {
      throw .invalidField(
        path: configuration.path, field: "input_size", value: "\(size)",
        expected: "a multiple of the patch size \(patchSize)")
    }
    let head = try shape("head.weight", rank: 2)
    let expansion = try shape("blocks.0.mlp.fc1.weight", rank: 2)
    let depth = Set(weights.names.compactMap(Self.blockIndex)).count
    guard let headCount = configuration.headCount ?? Self.headCount(of: architecture) else {
      throw .unknownHeadCount(path: configuration.path, architecture: architecture)
    }
    guard width % headCount == 0 else {
      throw .invalidField(
        path: configuration.path, field: "model_args.num_heads", value: "\(headCount)",
        expected: "a divisor of the width \(width)")
    }
    self.init(
      architecture: architecture, imageSize: size, patchSize: patchSize, width: width, depth: depth,
      headCount: headCount, hiddenWidth: expansion[0], classCount: head[0],
      hasQueryKeyValueBias: weights.contains("blocks.0.attn.qkv.bias"))
  }

  /// Every tensor that this network reads, by timm's names.
  package var tensorShapes: [String: Shape] {
    var shapes: [String: Shape] = [
      "cls_token": Shape([1, 1, width]),
      "pos_embed": Shape([1, tokenCount, width]),
      "patch_embed.proj.weight": Shape([width, 3, patchSize, patchSize]),
      "patch_embed.proj.bias": Shape([width]),
    ]
    func linear(_ name: String, inputs: Int, outputs: Int, bias: Bool = true) {
      shapes[name + ".weight"] = Shape([outputs, inputs])
      if bias { shapes[name + ".bias"] = Shape([outputs]) }
    }
    func norm(_ name: String) {
      shapes[name + ".weight"] = Shape([width])
      shapes[name + ".bias"] = Shape([width])
    }
    for index in 0..<depth {
      let block = "blocks.\(index)"
      norm(block + ".norm1")
      linear(block + ".attn.qkv", inputs: width, outputs: 3 * width, bias: hasQueryKeyValueBias)
      linear(block + ".attn.proj", inputs: width, outputs: width)
      norm(block + ".norm2")
      linear(block + ".mlp.fc1", inputs: width, outputs: hiddenWidth)
      linear(block + ".mlp.fc2", inputs: hiddenWidth, outputs: width)
    }
    norm("norm")
    linear("head", inputs: width, outputs: classCount)
    return shapes
  }

  private static func blockIndex(_ tensor: String) -> Int? {
    let parts = tensor.split(separator: ".", maxSplits: 2)
    return parts.count == 3 && parts[0] == "blocks" ? Int(parts[1]) : nil
  }

  /// timm's number of heads of each named size; nil where the name has none.
  private static func headCount(of architecture: String) -> Int? {
    let sizes = ["tiny": 3, "small": 6, "base": 12, "large": 16, "huge": 16, "giant": 16, "gigantic": 16]
    return architecture.split(separator: "_").lazy.compactMap { sizes[String($0)] }.first
  }
}
