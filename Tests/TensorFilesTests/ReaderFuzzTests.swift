import TensorFiles
import Tensors
import TestSupport
import Testing

/// Whatever happens to a file, it is read or refused with one line; nothing traps, and nothing grows beyond the file.
@Suite struct ReaderFuzzTests {
  private static func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      guard !bytes.isEmpty else { return bytes }
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.remove(at: place)
      case 4: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      case 5:
        let end = min(bytes.count, place + [1, 2, 4, 8].randomElement(using: &generator)!)
        for index in place..<end { bytes[index] = [0, 255, 127, 128].randomElement(using: &generator)! }
      case 6: bytes[place] = Self.opcodes.randomElement(using: &generator)!
      default:
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &generator))
        bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
      }
    }
    return bytes
  }

  /// Another gives another run; a failure names it and its round.
  private static let seed: UInt64 = 20_261

  private static let opcodes = Array("().012BCFGIJKLMNPQRSTUVX]abcdeghijloqprstu}".utf8) + Array(0x80...0x98)

  /// Reads mutations of `samples` and returns how many were taken for sound.
  private func fuzz(
    _ samples: [[UInt8]], seed: UInt64, _ read: ([UInt8]) throws -> Void
  ) -> Int {
    var generator = SeededGenerator(seed: seed)
    var readCount = 0
    for round in 0..<TestScope.count(20_000, all: 200_000) {
      let bytes = Self.mutated(samples[round % samples.count], &generator)
      do {
        try read(bytes)
        readCount += 1
      } catch let error as TensorFileError {
        let line = error.description
        if line.contains("\n") || line.count > 2000 { Issue.record("seed \(seed), round \(round): \(line)") }
      } catch {
        Issue.record("seed \(seed), round \(round): \(error)")
      }
    }
    print("\(readCount) mutations were read, seed \(seed)")
    return readCount
  }

  @Test func pickles() {
    let samples = PythonSamples.pickles.map(PythonSamples.bytes)
    let count = fuzz(samples, seed: Self.seed) { bytes in
      let pickle = try Pickle(bytes, path: "file", entry: "pickle")
      #expect(pickle.sequences.count + pickle.dictionaries.count + pickle.objects.count <= 2 * bytes.count)
    }
    #expect(count > 0)
  }

  @Test func archives() throws {
    var builder = ZipBuilder([
      .init(name: "stored", bytes: Array("as it is".utf8)),
      .init(name: "deflated", bytes: [UInt8](repeating: 7, count: 300), isDeflated: true, hasDescriptor: true),
      .init(name: "wide", bytes: [4, 5], isWide: true, padding: 3),
    ])
    let narrow = builder.bytes
    builder.isWide = true
    let count = fuzz([narrow, builder.bytes], seed: Self.seed) { bytes in
      let archive = try ZipArchive(RegularFile(holding: bytes), path: "zip")
      for entry in archive.entries {
        let content = try archive.bytes(of: entry)
        #expect(content.count == entry.byteCount)
      }
    }
    #expect(count > 0)
  }

  @Test func filesOfTorchSave() throws {
    var builder = PyTorchBuilder.sample
    let samples = [builder.archive.bytes, builder.legacy]
    builder.wrappers = ["model"]
    let count = fuzz(samples + [builder.legacy], seed: Self.seed) { bytes in
      try Self.readTensors(ofTorchSave: bytes)
    }
    #expect(count > 0)
  }

  /// Without a checksum of the archive's in front of them.
  @Test func picklesOfTorchSave() throws {
    let archive = PyTorchBuilder.sample.archive
    let count = fuzz([archive.entries[0].bytes], seed: Self.seed) { bytes in
      var archive = archive
      archive.entries[0].bytes = bytes
      try Self.readTensors(ofTorchSave: archive.bytes)
    }
    #expect(count > 0)
  }

  private static func readTensors(ofTorchSave bytes: [UInt8]) throws {
    let file = try PyTorchFile(RegularFile(holding: bytes), path: "f.pth")
    let tensors = try file.tensors(under: file.root["model"] == nil ? [] : ["model"])
    let isFloat = { (name: String) in
      switch tensors.elementType(of: name) {
      case .float16, .bfloat16, .float32, .float64: true
      default: false
      }
    }
    var byteCount = 0
    try tensors.readTensors(where: isFloat, observing: { byteCount += $0.count }) { name, tensor in
      #expect(tensors.shape(of: name) == tensor.shape)
    }
    #expect(byteCount == bytes.count)
    for name in tensors.names where !isFloat(name) { _ = try tensors.integers(name) }
  }

  @Test func archivesOfNumPy() throws {
    let stored = ZipBuilder([
      .init(name: "a.npy", bytes: NumPyBuilder.array(order: "True", shape: "(2, 3)", [UInt8](repeating: 1, count: 24))),
      .init(name: "b.npy", bytes: NumPyBuilder.array("'>f2'", shape: "(2,)", [1, 2, 3, 4], version: 2)),
    ]).bytes
    let samples = [stored, PythonSamples.bytes(PythonSamples.archive)]
    let count = fuzz(samples, seed: Self.seed) { bytes in
      let archive = try NumPyArchive(RegularFile(holding: bytes), path: "f.npz")
      try archive.readTensors(where: { $0 != "codes" }, observing: { _ in }) { _, _ in }
    }
    #expect(count > 0)
    // Behind a checksum of their own, headers are seldom reached, so they are mutated by themselves too.
    let headers = fuzz([Array("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".utf8)], seed: 11) {
      header in
      let array = NumPyBuilder.array(header: String(decoding: header, as: UTF8.self), [UInt8](repeating: 1, count: 24))
      _ = try NumPyArchive(
        RegularFile(holding: ZipBuilder([.init(name: "a.npy", bytes: array)]).bytes), path: "f.npz"
      ).tensor("a")
    }
    #expect(headers > 0)
  }
}
