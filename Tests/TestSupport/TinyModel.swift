package import Foundation
package import Tensors

/// A small seeded Vision Transformer in timm's folder layout, for tests that need a model but not its accuracy.
package struct TinyModel: Sendable {
  package static let imageSize = 16
  package static let patchSize = 4
  package static let width = 32
  package static let depth = 2
  package static let headCount = 2
  package static let classCount = 5
  package static let tokenCount = 17

  /// Every tensor with its extents, by timm's names.
  package static var tensorExtents: [String: [Int]] {
    var extents: [String: [Int]] = [
      "cls_token": [1, 1, width], "pos_embed": [1, tokenCount, width],
      "patch_embed.proj.weight": [width, 3, patchSize, patchSize], "patch_embed.proj.bias": [width],
      "norm.weight": [width], "norm.bias": [width], "head.weight": [classCount, width], "head.bias": [classCount],
    ]
    for block in 0..<depth {
      for (layer, inputs, outputs) in [
        ("attn.qkv", width, 3 * width), ("attn.proj", width, width), ("mlp.fc1", width, 4 * width),
        ("mlp.fc2", 4 * width, width),
      ] {
        extents["blocks.\(block).\(layer).weight"] = [outputs, inputs]
        extents["blocks.\(block).\(layer).bias"] = [outputs]
      }
      for norm in ["norm1", "norm2"] {
        extents["blocks.\(block).\(norm).weight"] = [width]
        extents["blocks.\(block).\(norm).bias"] = [width]
      }
    }
    return extents
  }

  /// Seeded weights; some channels of the residual stream are wide, as in real ones.
  package static func tensors(seed: UInt64 = 1) -> [String: Tensor] {
    var generator = SeededGenerator(seed: seed)
    var tensors: [String: Tensor] = [:]
    for (name, extents) in tensorExtents.sorted(by: { $0.key < $1.key }) {
      let shape = Shape(extents)
      let isNormWeight = name.contains("norm") && name.hasSuffix(".weight")
      var elements = (0..<shape.elementCount).map { _ in
        isNormWeight ? 1 + 0.1 * generator.normal() : 0.15 * generator.normal()
      }
      if name.hasSuffix("fc2.weight") {
        for index in 0..<4 * width { elements[3 * 4 * width + index] *= 8 }
      }
      tensors[name] = Tensor(shape: shape, elements: elements)
    }
    return tensors
  }

  package static let configuration = """
    {"architecture": "vit_tiny_test", "num_classes": 5, "model_args": {"num_heads": 2},
     "pretrained_cfg": {"input_size": [3, 16, 16], "interpolation": "bicubic", "crop_pct": 1.0, "crop_mode": "center",
     "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}}
    """

  /// Writes the folder and returns its path.
  package static func write(
    to folder: URL, tensors: [String: Tensor] = tensors(), configuration: String = configuration
  ) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(configuration.utf8).write(to: folder.appendingPathComponent("config.json"))
    let contents = tensors.sorted { $0.key < $1.key }.map { SafetensorsFile.Content(name: $0.key, tensor: $0.value) }
    try SafetensorsFile.write(contents, to: folder.appendingPathComponent("model.safetensors").path)
    return folder.path
  }
}
