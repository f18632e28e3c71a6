import Graphs
import Models
import Quantization
import Tensors
import TestSupport
import Testing

@Suite struct ModelTests {
  @Test func `A folder opens`() throws {
    let tensors = TinyModel.tensors()
    let model = try ModelFolder(tensors: tensors).open()
    #expect(model.name == "model")
    #expect(model.graph.architecture == "vit_tiny_test")
    #expect(model.graph.blockCount == TinyModel.depth)
    #expect(model.graph.classCount == TinyModel.classCount)
    #expect(model.graph.imageSize == TinyModel.imageSize)
    #expect(model.graph.attentions.allSatisfy { $0.headCount == TinyModel.headCount })
    #expect(model.checkpoint.tensors == tensors)
    #expect(model.input.size == 16)
    #expect(model.input.resizing == .shortSide(16))
    #expect(model.input.interpolation == "bicubic")
    #expect(model.input.mean == [0.5, 0.5, 0.5])
    #expect(model.input.standardDeviation == [0.25, 0.25, 0.25])
  }

  @Test func `The digest is of the weights' file`() throws {
    let first = try ModelFolder().open().checkpoint.digest
    #expect(try ModelFolder().open().checkpoint.digest == first)
    #expect(try ModelFolder(tensors: TinyModel.tensors(seed: 2)).open().checkpoint.digest != first)
    #expect(first.count == 64)
  }

  @Test func `Fields may stand at the top, as older files have them`() throws {
    let folder = try ModelFolder(
      configuration: """
        {"architecture": "deit_tiny_test", "model_args": {"num_heads": 4}, "input_size": [3, 16, 16],
         "interpolation": "bilinear", "crop_pct": 0.875, "mean": [0, 0.25, 0.5], "std": [1, 2, 4]}
        """)
    let model = try folder.open()
    #expect(model.input.interpolation == "bilinear")
    #expect(model.input.resizing == .shortSide(18))
    #expect(model.input.standardDeviation == [1, 2, 4])
    #expect(model.graph.attentions[0].headCount == 4)
  }

  @Test func `A qkv layer may lack its bias`() throws {
    var tensors = TinyModel.tensors()
    for block in 0..<TinyModel.depth { tensors["blocks.\(block).attn.qkv.bias"] = nil }
    let graph = try ModelFolder(tensors: tensors).open().graph
    let biases = graph.nodes.compactMap { operation -> String? in
      guard case .linear(let weight, let bias, _) = operation.op, weight.hasSuffix("qkv.weight") else { return nil }
      return bias ?? "none"
    }
    #expect(biases == ["none", "none"])
  }
}
