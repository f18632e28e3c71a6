import Foundation
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct PyTorchFileTests {
  private func open(_ bytes: [UInt8]) throws -> PyTorchFile {
    try PyTorchFile(RegularFile(holding: bytes), path: "model.pth")
  }

  private func check(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let tensors = try open(bytes).tensors()
    let sample = PyTorchBuilder.sample
    #expect(tensors.orderedNames == sample.tensors.map(\.name), sourceLocation: sourceLocation)
    #expect(tensors.names == sample.tensors.map(\.name).sorted(), sourceLocation: sourceLocation)
    for tensor in sample.tensors where tensor.name != "index" {
      let expected = try Tensor(
        shape: Shape(tensor.extents), elements: #require(PyTorchBuilder.sampleFloats[tensor.name]))
      #expect(try tensors.tensor(tensor.name) == expected, "\(tensor.name)", sourceLocation: sourceLocation)
    }
    #expect(try tensors.integers("index") == [-7, 9], sourceLocation: sourceLocation)
    #expect(tensors.shape(of: "index") == Shape([1, 2]), sourceLocation: sourceLocation)
    #expect(tensors.elementType(of: "brain") == .bfloat16, sourceLocation: sourceLocation)
    #expect(!tensors.contains("other"), sourceLocation: sourceLocation)

    var seen: [UInt8] = []
    var read: [String: Tensor] = [:]
    try tensors.readTensors(where: { $0 != "index" }, observing: { seen += $0 }) { read[$0] = $1 }
    #expect(seen == bytes, sourceLocation: sourceLocation)
    #expect(Set(read.keys) == Set(tensors.names).subtracting(["index"]), sourceLocation: sourceLocation)
    for (name, tensor) in read {
      #expect(try tensor == tensors.tensor(name), "\(name)", sourceLocation: sourceLocation)
    }
    #expect(
      throws: TensorFileError.tensor(file: "model.pth", tensor: "index", problem: .notFloatingPoint(.signed64)),
      sourceLocation: sourceLocation
    ) { try tensors.readTensors(observing: { _ in }) { _, _ in } }
    #expect(
      throws: TensorFileError.tensor(file: "model.pth", tensor: "half", problem: .notIntegers(.float16)),
      sourceLocation: sourceLocation
    ) { try tensors.integers("half") }
    #expect(
      throws: TensorFileError.noSuchTensor(file: "model.pth", tensor: "other"), sourceLocation: sourceLocation
    ) { try tensors.tensor("other") }
  }

  @Test func theArchive() throws {
    var builder = PyTorchBuilder.sample
    try check(builder.archive.bytes)
    builder.byteOrder = nil
    try check(builder.archive.bytes)
    builder.isDeflated = true
    try check(builder.archive.bytes)
    var archive = builder.archive
    archive.isWide = true
    try check(archive.bytes)
  }

  @Test func theFormOfBefore16() throws { try check(PyTorchBuilder.sample.legacy) }

  @Test func bigEndianStorages() throws {
    var builder = PyTorchBuilder(
      storages: [.floats("0", [1, -2])], tensors: [SavedTensor(name: "t", storage: 0, extents: [2], strides: [1])])
    builder.storages[0].bytes = [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0]
    builder.byteOrder = "big"
    #expect(try open(builder.archive.bytes).tensors().tensor("t").elements == [1, -2])
  }

  @Test func dictionariesWithinDictionaries() throws {
    var builder = PyTorchBuilder.sample
    builder.wrappers = ["checkpoint", "model"]
    let file = try open(builder.archive.bytes)
    #expect(file.root.members?.map(\.key) == ["epoch", "checkpoint"])
    #expect(file.root["epoch"]?.integer == 3 && file.root["checkpoint"]?.isDictionary == true)
    #expect(file.root["checkpoint"]?["model"]?["whole"]?.isTensor == true)
    #expect(try file.tensors(under: ["checkpoint", "model"]).names.count == 8)
    #expect(try file.tensors().names.isEmpty)
    for keys in [["epoch"], ["none"], ["checkpoint", "model", "whole"]] {
      #expect(throws: TensorFileError.noDictionary(file: "model.pth", keys: keys)) { try file.tensors(under: keys) }
    }
  }

  @Test func parametersAreTensors() throws {
    let storage = SavedStorage.floats("0", [2])
    let tensor = SavedTensor(name: "t", storage: 0, extents: [1], strides: [1])
    let pickle = PickleBuilder.build { builder in
      builder.dictionary(["plain", "typed"]) { builder, name in
        builder.global("torch._utils", "_rebuild_parameter")
        if name == "typed" {
          // A parameter with attributes names how to rebuild it.
          builder.put(1)
          builder.codes("0ctorch._tensor\n_rebuild_from_type_v2\n(")
          builder.get(1)
          builder.codes("ctorch.nn.parameter\nParameter\n")
        }
        builder.code("(")
        builder.tensor(tensor, storages: [storage], isLegacy: false)
        builder.codes("I00\nNt")
        if name == "typed" { builder.codes("}t") }
        builder.code("R")
      }
    }
    let archive = ZipBuilder([
      .init(name: "a/data.pkl", bytes: pickle), .init(name: "a/data/0", bytes: storage.bytes),
    ])
    let tensors = try open(archive.bytes).tensors()
    #expect(tensors.orderedNames == ["plain", "typed"])
    #expect(try tensors.tensor("typed").elements == [2])
  }

  @Test func aFileCutShortWhileItIsOpenIsAnError() throws {
    let folder = TemporaryFolder()
    let path = folder.write(PyTorchBuilder.sample.archive.bytes, as: "model.pth")
    let tensors = try PyTorchFile(path: path).tensors()
    #expect(truncate(path, 1000) == 0)
    #expect(throws: TensorFileError.file(path, .changed)) {
      try tensors.readTensors(where: { _ in false }, observing: { _ in }) { _, _ in }
    }
  }
}
