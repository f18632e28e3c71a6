import Foundation
import TensorFiles
import Tensors
import TestSupport
import Testing
import Texts

@Suite struct ShardIndexTests {
  let folder = TemporaryFolder()

  private func safetensors(_ tensors: [String: [Float]], as name: String) throws {
    try SafetensorsFile.write(
      tensors.sorted { $0.key < $1.key }
        .map { .init(name: $0.key, tensor: Tensor(shape: Shape([$0.value.count]), elements: $0.value)) },
      to: folder.path(name))
  }

  private func index(_ map: [String: String]) -> String {
    let members = map.sorted { $0.key < $1.key }
      .map { "\(JSONValue.quoted($0.key)): \(JSONValue.quoted($0.value))" }
    return index(json: "{\"metadata\": {\"total_size\": 1e3}, \"weight_map\": {\(members.joined(separator: ", "))}}")
  }

  private func index(json: String) -> String { folder.write(Array(json.utf8), as: "model.index.json") }

  private func expect(
    _ path: String, _ problem: ShardIndexProblem, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = TensorFileError.index(file: path, problem: problem)
    #expect(throws: error, sourceLocation: sourceLocation) { try ShardIndex(path: path) }
    #expect(error.description.contains(path) && !error.description.contains("\n"), sourceLocation: sourceLocation)
  }

  @Test func shardsOfBothKindsAreReadAsOne() throws {
    try safetensors(["b": [1, 2], "d": [3]], as: "one.safetensors")
    let other = PyTorchBuilder(
      storages: [.floats("0", [4, 5])],
      tensors: [
        SavedTensor(name: "a", storage: 0, extents: [1], strides: [1]),
        SavedTensor(name: "c", storage: 0, extents: [1, 2], strides: [2, 1]),
      ]
    ).archive.bytes
    _ = folder.write(other, as: "two.bin")
    let path = index(["a": "two.bin", "b": "one.safetensors", "c": "two.bin", "d": "one.safetensors"])
    let file = try ShardIndex(path: path)
    #expect(file.names == ["a", "b", "c", "d"])
    #expect(file.shape(of: "c") == Shape([1, 2]) && file.elementType(of: "b") == .float32)
    #expect(file.shape(of: "e") == nil && file.shards.map(\.path) == ["one.safetensors", "two.bin"].map(folder.path))
    var seen: [UInt8] = []
    var read: [String: [Float]] = [:]
    try file.readTensors(observing: { seen += $0 }) { read[$0] = $1.elements }
    #expect(read == ["a": [4], "b": [1, 2], "c": [4, 5], "d": [3]])
    let whole = try [path, folder.path("one.safetensors"), folder.path("two.bin")].flatMap {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0)))
    }
    #expect(seen == whole)
    read = [:]
    try file.readTensors(where: { $0 == "d" }, observing: { _ in }) { read[$0] = $1.elements }
    #expect(read == ["d": [3]])
  }

  @Test(arguments: ["../one.safetensors", "/one.safetensors", "sub/one.safetensors", "..", ".", "", "a\\b", "a\0.bin"])
  func namesThatLeadElsewhere(name: String) { expect(index(["a": name]), .notAFileName(name)) }

  @Test func shardsThatAreNotThere() throws {
    let path = index(["a": "one.safetensors"])
    #expect(throws: TensorFileError.safetensors(.file(folder.path("one.safetensors"), .missing))) {
      try ShardIndex(path: path)
    }
    #expect(throws: TensorFileError.file(folder.path("two.bin"), .missing)) {
      try ShardIndex(path: index(["a": "two.bin"]))
    }
    expect(index(["a": "three.gguf"]), .unknownKind("three.gguf"))
    #expect(throws: TensorFileError.file(folder.path("none"), .missing)) { try ShardIndex(path: folder.path("none")) }
  }

  @Test func linksInACircle() throws {
    for (link, target) in [("a.bin", "b.bin"), ("b.bin", "a.bin"), ("c.json", "c.json")] {
      try FileManager.default.createSymbolicLink(atPath: folder.path(link), withDestinationPath: target)
    }
    #expect(throws: TensorFileError.file(folder.path("a.bin"), .system(errorNumber: ELOOP))) {
      try ShardIndex(path: index(["a": "a.bin"]))
    }
    #expect(throws: TensorFileError.file(folder.path("c.json"), .system(errorNumber: ELOOP))) {
      try ShardIndex(path: folder.path("c.json"))
    }
  }

  @Test func shardsAndIndexDisagree() throws {
    try safetensors(["a": [1], "b": [2]], as: "one.safetensors")
    try safetensors(["a": [1]], as: "two.safetensors")
    expect(
      index(["a": "one.safetensors", "b": "one.safetensors", "c": "one.safetensors"]),
      .missing(tensor: "c", shard: "one.safetensors"))
    expect(index(["a": "one.safetensors"]), .unexpected(tensor: "b", shard: "one.safetensors"))
    // In two shards, whichever of them the index names.
    expect(
      index(["a": "one.safetensors", "b": "one.safetensors", "c": "two.safetensors"]),
      .unexpected(tensor: "a", shard: "two.safetensors"))
    expect(
      index(["a": "two.safetensors", "b": "one.safetensors"]), .unexpected(tensor: "a", shard: "one.safetensors"))
  }

  @Test func indexesThatAreNone() {
    expect(index(json: "[]"), .noMap)
    expect(index(json: "{}"), .noMap)
    expect(index(json: "{\"weight_map\": []}"), .noMap)
    expect(index(json: "{\"weight_map\": {}}"), .noMap)
    expect(index(json: "{\"weight_map\": {\"a\": 1}}"), .noMap)
    expect(index(json: "{\"weight_map\": {\"a\": \"x.bin\"}, \"weight_map\": {\"b\": \"x.bin\"}}"), .noMap)
    expect(index(json: "{\"weight_map\": {\"a\": \"x.bin\", \"a\": \"y.bin\"}}"), .tensorTwice("a"))
    expect(index(json: "{"), .notJSON(JSONError(.endsEarly(expected: "a member or '}'"), line: 1)))
    let deep = String(repeating: "[", count: 100_000)
    expect(index(json: "{\"x\": \(deep)"), .notJSON(JSONError(.tooDeep(limit: 8), line: 1)))
    let many = Dictionary(uniqueKeysWithValues: (0..<300).map { ("\($0)", "\($0).bin") })
    expect(index(many), .tooManyShards(limit: 256))
    let empty = folder.write([], as: "empty.json")
    #expect(throws: TensorFileError.empty(file: empty)) { try ShardIndex(path: empty) }
  }
}
