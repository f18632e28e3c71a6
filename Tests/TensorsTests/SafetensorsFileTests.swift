import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct SafetensorsFileTests {
  let folder = TemporaryFolder()

  private func file(_ elementType: ElementType, _ shape: [Int], _ bytes: [UInt8]) throws -> SafetensorsFile {
    let path = folder.path("one.safetensors")
    try SafetensorsFile.write(
      [.init(name: "t", elementType: elementType, shape: Shape(shape), bytes: bytes)], to: path)
    return try SafetensorsFile(path: path)
  }

  private func file<Element>(_ elementType: ElementType, _ elements: [Element]) throws -> SafetensorsFile {
    try file(elementType, [elements.count], elements.withUnsafeBytes { [UInt8]($0) })
  }

  @Test func whatIsWrittenIsRead() throws {
    let path = folder.path("whole.safetensors")
    let weight = Tensor(shape: Shape([2, 3]), elements: [1, -2, 3.5, 0, .infinity, 0x1p-149])
    let oddName = "a \"quoted\" \u{1} \\ ü"
    try SafetensorsFile.write(
      [
        .init(name: "b.weight", tensor: weight),
        .init(name: oddName, elementType: .signed8, shape: Shape([3]), bytes: [0, 127, 255]),
        .init(name: "empty", elementType: .float32, shape: Shape([0, 4]), bytes: []),
        .init(name: "scalar", elementType: .float32, shape: Shape([]), bytes: [0, 0, 128, 63]),
      ], metadata: ["format": "pt", "line": "a\nb"], to: path)
    let read = try SafetensorsFile(path: path)
    #expect(read.names == [oddName, "b.weight", "empty", "scalar"])
    #expect(read.metadata == ["format": "pt", "line": "a\nb"])
    #expect(try read.tensor("b.weight") == weight)
    #expect(try read.integers(oddName) == [0, 127, -1])
    #expect(try read.bytes(oddName) == [0, 127, 255])
    #expect(try read.tensor("empty").shape == Shape([0, 4]))
    #expect(try read.tensor("scalar") == Tensor(shape: Shape([]), elements: [1]))
    #expect(read.contains("scalar") && !read.contains("vector"))
    #expect(read.shape(of: "b.weight") == Shape([2, 3]) && read.shape(of: "vector") == nil)
    #expect(read.elementType(of: "b.weight") == .float32)
  }

  /// Tensors longer than the reader's chunks, of a type that it converts and of one that it does not, and two without
  /// elements.
  @Test func readingInOnePassSeesEveryTensorAndEveryByte() throws {
    let path = folder.path("pass.safetensors")
    let count = 700_001
    let halves = (0..<count).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8 & 0x3B)] }
    let floats = (0..<count).map { Float($0) }
    try SafetensorsFile.write(
      [
        .init(name: "halves", elementType: .float16, shape: Shape([count]), bytes: halves),
        .init(name: "none", elementType: .float32, shape: Shape([0]), bytes: []),
        .init(name: "floats", tensor: Tensor(shape: Shape([count]), elements: floats)),
        .init(name: "nothing", elementType: .bfloat16, shape: Shape([2, 0]), bytes: []),
      ], to: path)
    let file = try SafetensorsFile(path: path)
    var seen: [UInt8] = []
    var tensors: [String: Tensor] = [:]
    try file.readTensors(observing: { seen += $0 }) { tensors[$0] = $1 }
    #expect(try seen == [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    #expect(tensors.keys.sorted() == file.names)
    for name in file.names { #expect(try tensors[name] == file.tensor(name), "\(name)") }
    #expect(tensors["floats"]?.elements == floats)
    #expect(
      tensors["halves"]?.elements[600_000]
        == Float(Float16(bitPattern: UInt16(halves[1_200_001]) << 8 | UInt16(halves[1_200_000]))))
  }

  /// Mapped, such a file would end the program by SIGBUS.
  @Test func aFileCutShortWhileItIsOpenIsAnError() throws {
    let file = try file(.float32, [Float](repeating: 1, count: 50_000))
    #expect(truncate(file.path, 4096) == 0)
    let error = SafetensorsError.file(file.path, .changed)
    #expect(throws: error) { try file.tensor("t") }
    #expect(throws: error) { try file.readTensors(observing: { _ in }) { _, _ in } }
    #expect(error.description == "\(file.path) changed while it was read; try again once nothing writes to it")
  }

  @Test func aFileWrittenToWhileItIsReadIsAnError() throws {
    let file = try file(.float32, [Float](repeating: 1, count: 8))
    #expect(throws: SafetensorsError.file(file.path, .changed)) {
      try file.readTensors(observing: { _ in }) { _, _ in
        let handle = FileHandle(forWritingAtPath: file.path)
        handle?.seekToEndOfFile()
        handle?.write(Data([0]))
      }
    }
  }

  @Test func everyHalfIsWidenedExactly() throws {
    let bits = [UInt16](0...UInt16.max)
    let floats = try file(.float16, bits).tensor("t").elements
    let wrong = bits.filter { pattern in
      let half = Float16(bitPattern: pattern)
      let found = floats[Int(pattern)]
      return half.isNaN ? !found.isNaN : Float(half).bitPattern != found.bitPattern
    }
    #expect(wrong.isEmpty)
  }

  @Test func bfloat16AndFloat64AreConverted() throws {
    #expect(try file(.bfloat16, [UInt16(0x3F80), 0xC000, 0x7F80]).tensor("t").elements == [1, -2, .infinity])
    #expect(try file(.float64, [1.5, 0.1, -1e300]).tensor("t").elements == [1.5, 0.1, -.infinity])
  }

  @Test func integersOfEveryWidthAreConverted() throws {
    #expect(try file(.signed64, [Int64(-3), 7]).integers("t") == [-3, 7])
    #expect(try file(.unsigned32, [UInt32(9)]).integers("t") == [9])
    #expect(try file(.signed16, [Int16(-300)]).integers("t") == [-300])
    #expect(try file(.unsigned8, [UInt8(200)]).integers("t") == [200])
  }

  @Test func anIntegerBeyond32BitsIsRefused() throws {
    let wide = try file(.signed64, [Int64(1) << 40])
    #expect(throws: SafetensorsError.integerBeyond32Bits(file: wide.path, tensor: "t")) { try wide.integers("t") }
  }

  @Test func theWrongKindOfTensorIsRefused() throws {
    let floats = try file(.float32, [Float(1)])
    #expect(throws: SafetensorsError.notIntegers(file: floats.path, tensor: "t", elementType: .float32)) {
      try floats.integers("t")
    }
    #expect(throws: SafetensorsError.noSuchTensor(file: floats.path, tensor: "u")) { try floats.tensor("u") }
    let integers = try file(.signed32, [Int32(1)])
    #expect(throws: SafetensorsError.notFloatingPoint(file: integers.path, tensor: "t", elementType: .signed32)) {
      try integers.tensor("t")
    }
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"))
  func theModelOfTheDevelopmentDataIsRead() throws {
    let model = try SafetensorsFile(path: SharedData.path("models/deit_tiny_patch16_224/model.safetensors"))
    #expect(model.names.count == 152)
    #expect(model.shape(of: "head.weight") == Shape([1000, 192]))
    #expect(try model.tensor("head.bias").elements.allSatisfy(\.isFinite))
  }
}
