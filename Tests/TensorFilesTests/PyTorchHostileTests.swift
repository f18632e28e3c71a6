import Foundation
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct PyTorchHostileTests {
  private func expect(
    _ bytes: [UInt8], _ error: TensorFileError, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = try RegularFile(holding: bytes)
    #expect(throws: error, sourceLocation: sourceLocation) { try PyTorchFile(file, path: "f").tensors() }
    #expect(error.description.hasPrefix("f") && !error.description.contains("\n"), sourceLocation: sourceLocation)
  }

  /// The problem of one tensor on a storage of 6 floats, in both forms of the file.
  private func expect(
    _ problem: StoredTensorProblem, offset: Int = 0, extents: [Int], strides: [Int],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let builder = PyTorchBuilder(
      storages: [.floats("0", [1, 2, 3, 4, 5, 6])],
      tensors: [SavedTensor(name: "t", storage: 0, offset: offset, extents: extents, strides: strides)])
    for bytes in [builder.archive.bytes, builder.legacy] {
      try expect(bytes, .tensor(file: "f", tensor: "t", problem: problem), sourceLocation: sourceLocation)
    }
  }

  @Test func otherFiles() throws {
    try expect([], .empty(file: "f"))
    try expect([1, 2, 3], .pyTorch(file: "f", problem: .notPyTorch))
    try expect(Array("<!doctype html>".utf8), .otherFormat(file: "f", .webPage))
    try expect(
      Array("version https://git-lfs.github.com/spec/v1\n".utf8), .otherFormat(file: "f", .gitLFSPointer))
    try expect(PickleBuilder.build { $0.codes("}") }, .pyTorch(file: "f", problem: .notPyTorch))
    try expect(ZipBuilder([.init(name: "a.npy", bytes: [])]).bytes, .pyTorch(file: "f", problem: .noPickle))
    try expect(
      ZipBuilder(["a/data.pkl", "b/data.pkl"].map { .init(name: $0, bytes: []) }).bytes,
      .pyTorch(file: "f", problem: .noPickle))
    try expect(
      ZipBuilder(["a/data.pkl", "a/constants.pkl"].map { .init(name: $0, bytes: []) }).bytes,
      .pyTorch(file: "f", problem: .script))
    try expect(
      ZipBuilder([.init(name: "a/data.pkl", bytes: PickleBuilder.build { $0.code("N") })]).bytes,
      .noDictionary(file: "f", keys: []))
    #expect(throws: TensorFileError.file("/nowhere/f", .missing)) { try PyTorchFile(path: "/nowhere/f") }
  }

  /// A pickle that runs something is refused in either form, before anything else of the file is believed.
  @Test func pickledPrograms() throws {
    let attack = PickleBuilder.build { $0.codes("cposix\nsystem\n(S'echo hi'\ntR") }
    try expect(
      ZipBuilder([.init(name: "a/data.pkl", bytes: attack)]).bytes,
      .pickle(file: "f", entry: "a/data.pkl", problem: .foreign("posix.system")))
    try expect(attack, .pickle(file: "f", entry: "the pickle at its beginning", problem: .foreign("posix.system")))
    try expect(
      PyTorchBuilder.magic + PickleBuilder.build { $0.integer(1001) } + attack,
      .pickle(file: "f", entry: "the pickle of its machine", problem: .foreign("posix.system")))
  }

  @Test func viewsBeyondTheirStorage() throws {
    try expect(.beyondStorage(last: 6, stored: 6), offset: 1, extents: [2, 3], strides: [3, 1])
    try expect(.beyondStorage(last: 10, stored: 6), extents: [2], strides: [10])
    try expect(.beyondStorage(last: 1 << 40, stored: 6), offset: 1 << 40, extents: [1], strides: [1])
    try expect(.notAView, extents: [2], strides: [-1])
    try expect(.notAView, extents: [-2], strides: [1])
    try expect(.notAView, extents: [2, 1], strides: [1])
    try expect(.shapeOverflow, extents: [1 << 40, 1 << 40], strides: [0, 0])
    try expect(.shapeOverflow, extents: [1 << 40, 0, 1 << 40], strides: [0, 0, 0])
    try expect(.shapeOverflow, extents: [3], strides: [1 << 62])
  }

  /// A stride of 0 repeats an element for ever.
  @Test func viewsThatRepeatTheirStorage() throws {
    try expect(.moreElementsThanStored(count: 1 << 40, stored: 6), extents: [1 << 40], strides: [0])
    try expect(.moreElementsThanStored(count: 7, stored: 6), extents: [7], strides: [0])
  }

  @Test func tensorsThatRepeatTheFile() throws {
    let floats = [Float](repeating: 1, count: 10_000)
    let builder = PyTorchBuilder(
      storages: [.floats("0", floats)],
      tensors: (0..<100).map { SavedTensor(name: "\($0)", storage: 0, extents: [10_000], strides: [1]) })
    let file = try RegularFile(holding: builder.archive.bytes)
    let error = #expect(throws: TensorFileError.self) { try PyTorchFile(file, path: "f").tensors() }
    guard case .tensorsBeyondFile = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func storagesThatAreNotThere() throws {
    var builder = PyTorchBuilder.sample
    var archive = builder.archive
    archive.entries.removeAll { $0.name == "model/data/3" }
    try expect(archive.bytes, .tensor(file: "f", tensor: "brain", problem: .storageMissing(key: "3")))
    builder.tensors[5].announcedCount = 2
    try expect(
      builder.archive.bytes,
      .tensor(file: "f", tensor: "brain", problem: .storageByteCount(key: "3", expected: 4, found: 2)))
    builder.tensors[5].announcedCount = 1 << 62
    try expect(builder.archive.bytes, .tensor(file: "f", tensor: "brain", problem: .shapeOverflow))
    try expect(builder.legacy, .pyTorch(file: "f", problem: .storage(key: "3")))
  }

  @Test func anUnknownByteOrder() throws {
    var builder = PyTorchBuilder.sample
    builder.byteOrder = "middle"
    try expect(builder.archive.bytes, .pyTorch(file: "f", problem: .unknownByteOrder("middle")))
  }

  /// A file with a hole takes no disk for its length, and must not take memory for it either.
  @Test func aStorageLargerThanMemory() throws {
    let folder = TemporaryFolder()
    var builder = PyTorchBuilder(
      storages: [SavedStorage(key: "0", count: 1 << 38, bytes: [])],
      tensors: [SavedTensor(name: "t", storage: 0, extents: [2], strides: [1])])
    builder.byteOrder = nil
    let bytes = builder.legacy
    let path = folder.write(bytes, as: "f")
    try #require(truncate(path, bytes.count + (1 << 40)) == 0)
    let tensors = try PyTorchFile(path: path).tensors()
    let error = TensorFileError.noMemory(file: path, part: "0", byteCount: 1 << 40)
    #expect(throws: error) { try tensors.tensor("t") }
    #expect(throws: error) { try tensors.readTensors(observing: { _ in }) { _, _ in } }
  }

  @Test func bytesAfterTheLastStorage() throws {
    let bytes = PyTorchBuilder.sample.legacy
    try expect(bytes + [0], .pyTorch(file: "f", problem: .bytesAfterStorages(begin: bytes.count)))
  }

  @Test func cutAnywhere() throws {
    for bytes in [PyTorchBuilder.sample.legacy, PyTorchBuilder.sample.archive.bytes] {
      for end in bytes.indices {
        let file = try RegularFile(holding: Array(bytes[..<end]))
        #expect(throws: TensorFileError.self, "\(end)") { try PyTorchFile(file, path: "f").tensors() }
      }
    }
  }

  /// Dictionaries in a circle are looked at level by level, and freed like any others.
  @Test func dictionariesInACircle() throws {
    let pickle = PickleBuilder.build { builder in
      builder.code("}")
      builder.put(0)
      builder.text("self")
      builder.get(0)
      builder.code("s")
    }
    let file = try PyTorchFile(
      RegularFile(holding: ZipBuilder([.init(name: "a/data.pkl", bytes: pickle)]).bytes), path: "f")
    #expect(file.root["self"]?["self"]?["self"]?.isDictionary == true)
    #expect(try file.tensors(under: [String](repeating: "self", count: 1000)).names.isEmpty)
  }
}
