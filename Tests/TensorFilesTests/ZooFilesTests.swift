import TensorFiles
import Tensors
import TestSupport
import Testing

/// Files as PyTorch, NumPy and the hub's libraries wrote them, held to the same weights in a safetensors file.
@Suite(.enabled(if: SharedData.isPresent, "the development data is not there"))
struct ZooFilesTests {
  private func oracle(_ folder: String) throws -> SafetensorsFile {
    try SafetensorsFile(path: SharedData.path("zoo/\(folder)/model.safetensors"))
  }

  private func isSame(_ left: [Float], _ right: [Float]) -> Bool {
    left.map(\.bitPattern) == right.map(\.bitPattern)
  }

  @Test(arguments: ["file-pth-deit/deit_tiny_patch16_224-a1311bcf.pth", "file-pth-legacy/model.pth"])
  func weightsAreTheSameToTheBit(file: String) throws {
    let oracle = try oracle("timm-vit")
    let tensors = try PyTorchFile(path: SharedData.path("zoo/\(file)")).tensors(under: ["model"])
    #expect(tensors.names == oracle.names)
    var read: [String: Tensor] = [:]
    try tensors.readTensors(observing: { _ in }) { read[$0] = $1 }
    for name in oracle.names {
      let expected = try oracle.tensor(name)
      #expect(read[name]?.shape == expected.shape, "\(name)")
      #expect(isSame(read[name]?.elements ?? [], expected.elements), "\(name)")
      #expect(try tensors.tensor(name) == expected, "\(name)")
    }
  }

  @Test func halfPrecisionUnderAPrefix() throws {
    let oracle = try oracle("timm-vit")
    let file = try PyTorchFile(path: SharedData.path("zoo/file-pth-module-prefix-half/checkpoint.pth.tar"))
    #expect(file.root["epoch"]?.integer == 299 && file.root["arch"]?.text == "vit_tiny_patch16_224")
    let tensors = try file.tensors(under: ["state_dict"])
    #expect(tensors.names == oracle.names.map { "module." + $0 })
    for name in oracle.names {
      let halves = try oracle.tensor(name).elements.map { Float(Float16($0)) }
      #expect(isSame(try tensors.tensor("module." + name).elements, halves), "\(name)")
      #expect(tensors.elementType(of: "module." + name) == .float16)
    }
  }

  @Test func theSwinAuthorsFile() throws {
    let oracle = try oracle("timm-swin")
    let file = try PyTorchFile(path: SharedData.path("zoo/file-pth-swin-official/swin_tiny_patch4_window7_224.pth"))
    let tensors = try file.tensors(under: ["model"])
    let sameNames = tensors.names.filter { oracle.contains($0) && $0.contains(".blocks.") }
    #expect(sameNames.count > 50)
    for name in sameNames where tensors.elementType(of: name) == .float32 {
      #expect(try tensors.tensor(name) == oracle.tensor(name), "\(name)")
    }
    let index = try #require(tensors.names.first { $0.hasSuffix("relative_position_index") })
    #expect(tensors.elementType(of: index) == .signed64 && tensors.shape(of: index) == Shape([16, 16]))
    #expect(try Set(tensors.integers(index)) == Set(0..<49))
  }

  @Test func theOriginalArchive() throws {
    let oracle = try oracle("timm-vit")
    let archive = try NumPyArchive(path: SharedData.path("zoo/file-npz-augreg/Ti_16-augreg.npz"))
    for (name, same) in [
      ("cls", "cls_token"), ("Transformer/posembed_input/pos_embedding", "pos_embed"),
      ("Transformer/encoder_norm/scale", "norm.weight"), ("head/bias", "head.bias"),
      ("embedding/bias", "patch_embed.proj.bias"),
    ] {
      #expect(isSame(try archive.tensor(name).elements, try oracle.tensor(same).elements), "\(name)")
    }
    // Height, width, input and output channels there; output, input, height and width here.
    let kernel = try archive.tensor("embedding/kernel")
    let weight = try oracle.tensor("patch_embed.proj.weight")
    #expect(kernel.shape == Shape([8, 8, 3, 48]) && weight.shape == Shape([48, 3, 8, 8]))
    var moved: [Float] = []
    for output in 0..<48 {
      for input in 0..<3 {
        for place in 0..<64 { moved.append(kernel.elements[(place * 3 + input) * 48 + output]) }
      }
    }
    #expect(isSame(moved, weight.elements))
    var count = 0
    try archive.readTensors(observing: { _ in }) { _, _ in count += 1 }
    #expect(count == archive.names.count)
  }

  @Test func theShards() throws {
    let oracle = try oracle("hf-vit")
    let index = try ShardIndex(path: SharedData.path("zoo/file-safetensors-sharded/model.safetensors.index.json"))
    #expect(index.names == oracle.names && index.shards.count == 2)
    var read: [String: Tensor] = [:]
    try index.readTensors(observing: { _ in }) { read[$0] = $1 }
    for name in oracle.names { #expect(try read[name] == oracle.tensor(name), "\(name)") }
  }
}
