import Foundation
import Tensors
import TestSupport
import Testing
import Texts

/// Each way in which a file can be wrong is an error of its own, and none is a crash.
@Suite struct SafetensorsHostileFileTests {
  let folder = TemporaryFolder()

  private func safetensors(_ header: [UInt8], data byteCount: Int, announced: UInt64? = nil) -> [UInt8] {
    withUnsafeBytes(of: (announced ?? UInt64(header.count)).littleEndian) { [UInt8]($0) } + header
      + [UInt8](repeating: 1, count: byteCount)
  }

  private func expect(
    _ header: String, data byteCount: Int = 8, announced: UInt64? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ error: (String) -> SafetensorsError
  ) {
    expect(
      bytes: safetensors(Array(header.utf8), data: byteCount, announced: announced), sourceLocation: sourceLocation,
      error)
  }

  private func expect(
    bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation, _ error: (String) -> SafetensorsError
  ) {
    let path = folder.write(bytes, as: "hostile.safetensors")
    #expect(throws: error(path), sourceLocation: sourceLocation) { try SafetensorsFile(path: path) }
    #expect(error(path).description.contains(path), sourceLocation: sourceLocation)
  }

  private func entry(
    _ name: String = "t", dtype: String = "\"F32\"", shape: String = "[2]", offsets: String = "[0,8]"
  ) -> String {
    "\"\(name)\":{\"dtype\":\(dtype),\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  @Test func missing() {
    let path = folder.path("none.safetensors")
    #expect(throws: SafetensorsError.file(path, .missing)) { try SafetensorsFile(path: path) }
  }

  @Test func folderInsteadOfFile() {
    #expect(throws: SafetensorsError.file(folder.path, .notAFile)) { try SafetensorsFile(path: folder.path) }
  }

  @Test func namedPipe() {
    let path = folder.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: SafetensorsError.file(path, .notAFile)) { try SafetensorsFile(path: path) }
  }

  @Test func empty() { expect(bytes: []) { .empty(file: $0) } }

  @Test func shorterThanItsPrefix() { expect(bytes: [1, 2, 3]) { .tooShort(file: $0, byteCount: 3) } }

  @Test func headerBeyondFile() {
    expect("{}", data: 0, announced: 3) { .headerBeyondFile(file: $0, headerByteCount: 3, fileByteCount: 10) }
  }

  @Test(arguments: [100_000_001, UInt64(Int64.max), UInt64.max])
  func absurdHeaderLength(announced: UInt64) {
    expect("{}", announced: announced) {
      .headerTooLong(file: $0, headerByteCount: announced, limit: 100_000_000)
    }
  }

  @Test func headerNotUTF8() {
    expect(bytes: safetensors([0x7B, 0xFF, 0xFE, 0x7D], data: 0)) { .headerNotUTF8(file: $0) }
  }

  @Test(arguments: [
    ("", JSONError.Reason.empty), ("{", .endsEarly(expected: "a member or '}'")),
    ("{\"a\":}", .unexpected("'}'", expected: "a value")), ("{}x", .textAfterEnd),
    ("{\"t\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", .memberTwice("dtype")),
  ])
  func headerNotJSON(header: String, reason: JSONError.Reason) {
    expect(header) { .headerNotJSON(file: $0, reason: JSONError(reason, line: 1)) }
  }

  @Test(arguments: ["[]", "3", "\"text\"", "null"])
  func headerNotAnObject(header: String) { expect(header) { .headerNotAnObject(file: $0) } }

  @Test func deeplyNestedHeader() {
    expect("{\"t\":" + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}") {
      .headerNotJSON(file: $0, reason: JSONError(.tooDeep(limit: 4), line: 1))
    }
  }

  @Test func metadataNotText() { expect("{\"__metadata__\":{\"a\":1}}", data: 0) { .metadataNotText(file: $0) } }

  @Test(arguments: [
    "3", "{}", "{\"dtype\":\"F32\",\"shape\":[2]}", "{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}",
  ])
  func incompleteEntry(entry: String) {
    expect("{\"t\":\(entry)}") { .entryIncomplete(file: $0, tensor: "t") }
  }

  @Test func unknownElementType() {
    expect("{\(entry(dtype: "\"F8_E4M3\""))}") { .unknownElementType(file: $0, tensor: "t", name: "F8_E4M3") }
  }

  @Test(arguments: ["[-2]", "[1.5]", "[\"2\"]", "[true]", "2", "[1e30]", "[null]"])
  func shapeNotExtents(shape: String) {
    expect("{\(entry(shape: shape))}") { .shapeNotExtents(file: $0, tensor: "t") }
  }

  @Test(arguments: ["[4294967296,4294967296]", "[9223372036854775807]"])
  func shapeOverflow(shape: String) {
    expect("{\(entry(shape: shape))}") { .shapeOverflow(file: $0, tensor: "t") }
  }

  @Test(arguments: ["[0]", "[0,4,8]", "[-1,7]", "[0.5,8.5]", "\"0,8\""])
  func offsetsNotIntegers(offsets: String) {
    expect("{\(entry(offsets: offsets))}") { .offsetsNotIntegers(file: $0, tensor: "t") }
  }

  @Test func offsetsReversed() {
    expect("{\(entry(offsets: "[8,0]"))}") { .offsetsReversed(file: $0, tensor: "t", begin: 8, end: 0) }
  }

  @Test func offsetsBeyondData() {
    expect("{\(entry(offsets: "[8,16]"))}") {
      .offsetsBeyondData(file: $0, tensor: "t", end: 16, dataByteCount: 8)
    }
  }

  @Test func truncatedData() {
    expect("{\(entry())}", data: 7) { .offsetsBeyondData(file: $0, tensor: "t", end: 8, dataByteCount: 7) }
  }

  @Test func byteCountMismatch() {
    expect("{\(entry(shape: "[3]"))}") { .byteCountMismatch(file: $0, tensor: "t", expected: 12, found: 8) }
  }

  @Test func overlap() {
    expect("{\(entry("a")),\(entry("b", shape: "[1]", offsets: "[4,8]"))}") {
      .overlap(file: $0, tensor: "b", other: "a")
    }
  }

  @Test func holeBetweenTensors() {
    expect("{\(entry("a")),\(entry("b", offsets: "[12,20]"))}", data: 20) {
      .unclaimedBytes(file: $0, begin: 8, end: 12)
    }
  }

  @Test func bytesAfterTheLastTensor() {
    expect("{\(entry())}", data: 9) { .unclaimedBytes(file: $0, begin: 8, end: 9) }
  }

  /// Refused at the first tensor too many, whatever comes after it.
  @Test func moreTensorsThanAnyModelHas() {
    let entries = (0...100_000).map { "\"\($0)\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}" }
    expect("{\(entries.joined(separator: ",")),!", data: 0) { .tooManyTensors(file: $0, limit: 100_000) }
  }

  @Test func moreDimensionsThanAnyTensorHas() {
    expect("{\(entry(shape: "[" + Array(repeating: "1", count: 65).joined(separator: ",") + "]"))}") {
      .shapeNotExtents(file: $0, tensor: "t")
    }
  }

  @Test(arguments: [
    ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4864592\n", ForeignFormat.gitLFSPointer),
    ("PK\u{3}\u{4}archive/data.pkl", .pyTorch), ("<!doctype html><title>Sign in</title>", .webPage),
  ])
  func anotherFormat(text: String, format: ForeignFormat) {
    expect(bytes: Array(text.utf8)) { .otherFormat(file: $0, format) }
  }

  @Test func aLinkToNothing() throws {
    let path = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nowhere")
    #expect(throws: SafetensorsError.file(path, .linkToNothing)) { try SafetensorsFile(path: path) }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read every file"))
  func aFileWithoutPermission() {
    let path = folder.write([1], as: "closed")
    chmod(path, 0)
    #expect(throws: SafetensorsError.file(path, .system(errorNumber: EACCES))) { try SafetensorsFile(path: path) }
  }

  /// A name may be as long as the header.
  @Test func longNamesAreCutInMessages() {
    let name = String(repeating: "n\u{1B}", count: 500_000)
    let error = SafetensorsError.noSuchTensor(file: "f", tensor: name)
    #expect(error.description.count < 2000)
    #expect(!error.description.contains("\u{1B}"))
  }

  @Test func duplicateName() {
    expect("{\(entry("a")),\(entry("a", offsets: "[8,16]"))}", data: 16) { .tensorTwice(file: $0, tensor: "a") }
  }

  @Test func mutatedHeadersNeverCrash() throws {
    var generator = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
    let seed = generator.seed
    let path = folder.path("valid.safetensors")
    try SafetensorsFile.write(
      [
        .init(name: "weight", tensor: Tensor(shape: Shape([2, 2]), elements: [1, 2, 3, 4])),
        .init(name: "codes", elementType: .signed64, shape: Shape([2]), bytes: [UInt8](repeating: 5, count: 16)),
      ], metadata: ["format": "pt"], to: path)
    let valid = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let headerEnd = valid.count - 32
    let telling = Array("0123456789-.eE[]{}\",:".utf8)
    for round in 0..<1000 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let position = Int.random(in: 0..<headerEnd, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[position] = telling[Int.random(in: 0..<telling.count, using: &generator)]
        default: bytes.swapAt(position, Int.random(in: 0..<headerEnd, using: &generator))
        }
      }
      let mutated = folder.write(bytes, as: "mutated.safetensors")
      do {
        let file = try SafetensorsFile(path: mutated)
        for name in file.names {
          let byteCount = try file.bytes(name).count
          let shape = try #require(file.shape(of: name))
          let elementType = try #require(file.elementType(of: name))
          #expect(byteCount == shape.elementCount * elementType.byteCount, "seed \(seed), round \(round)")
          _ = try? file.tensor(name)
          _ = try? file.integers(name)
        }
      } catch {
        let error = try #require(error as? SafetensorsError, "seed \(seed), round \(round)")
        #expect(error.description.contains(mutated), "seed \(seed), round \(round)")
      }
    }
  }
}
