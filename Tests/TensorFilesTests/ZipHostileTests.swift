import TensorFiles
import Tensors
import Testing

/// Each way in which an archive can be wrong is an error of its own, before anything is allocated for it.
@Suite struct ZipHostileTests {
  private func expect(
    _ builder: ZipBuilder, _ problem: ZipProblem, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expect(bytes: builder.bytes, .zip(file: "zip", problem: problem), sourceLocation: sourceLocation)
  }

  private func expect(
    bytes: [UInt8], _ error: TensorFileError, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = try RegularFile(holding: bytes)
    #expect(throws: error, sourceLocation: sourceLocation) { try ZipArchive(file, path: "zip") }
    #expect(error.description.hasPrefix("zip"), sourceLocation: sourceLocation)
    #expect(!error.description.contains("\n"), sourceLocation: sourceLocation)
  }

  /// The problem of the entry `e`, at opening or at reading.
  private func expect(
    entries: [ZipBuilder.Entry], _ problem: ZipEntryProblem, moved: [Int: Int] = [:], name: String = "e",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var builder = ZipBuilder(entries)
    builder.moved = moved
    let file = try RegularFile(holding: builder.bytes)
    #expect(
      throws: TensorFileError.zipEntry(file: "zip", entry: name, problem: problem), sourceLocation: sourceLocation
    ) {
      let archive = try ZipArchive(file, path: "zip")
      if let entry = archive.entry(name) { _ = try archive.bytes(of: entry) }
    }
  }

  private let plain = ZipBuilder.Entry(name: "e", bytes: [1, 2, 3, 4])

  @Test func noArchive() throws {
    try expect(bytes: [], .zip(file: "zip", problem: .notAnArchive))
    try expect(bytes: [UInt8](repeating: 0x50, count: 100_000), .zip(file: "zip", problem: .notAnArchive))
  }

  @Test func cutAnywhere() throws {
    var builder = ZipBuilder([plain, .init(name: "f", bytes: [UInt8](repeating: 1, count: 90), isDeflated: true)])
    builder.isWide = true
    let bytes = builder.bytes
    for end in bytes.indices {
      let file = try RegularFile(holding: Array(bytes[..<end]))
      #expect(throws: TensorFileError.self) { try ZipArchive(file, path: "zip") }
    }
  }

  @Test func countsThatCannotBe() throws {
    var builder = ZipBuilder([plain])
    builder.announcedCount = 2
    try expect(builder, .directoryDamaged)
    builder.announcedCount = 0
    try expect(builder, .directoryDamaged)
    builder.announcedCount = 1
    builder.announcedDirectory = 0xFFFF_FFF0
    try expect(builder, .directoryDamaged)
  }

  @Test func moreEntriesThanTheLimit() throws {
    var limits = ZipLimits()
    limits.entryCount = 2
    let file = try RegularFile(
      holding: ZipBuilder(["a", "b", "c"].map { .init(name: $0, bytes: []) }).bytes)
    #expect(throws: TensorFileError.zip(file: "zip", problem: .tooManyEntries(count: 3, limit: 2))) {
      try ZipArchive(file, path: "zip", limits: limits)
    }
    limits = ZipLimits()
    limits.directoryByteCount = 100
    #expect(throws: TensorFileError.zip(file: "zip", problem: .directoryTooLong(byteCount: 141, limit: 100))) {
      try ZipArchive(file, path: "zip", limits: limits)
    }
  }

  @Test func twoEndsThatDisagree() throws {
    var builder = ZipBuilder([plain])
    builder.isWide = true
    var bytes = builder.bytes
    bytes[bytes.count - 12] = 9
    try expect(bytes: bytes, .zip(file: "zip", problem: .endsDisagree))
  }

  @Test func partsOfSeveralDisks() throws {
    var bytes = ZipBuilder([plain]).bytes
    bytes[bytes.count - 18] = 1
    try expect(bytes: bytes, .zip(file: "zip", problem: .severalDisks))
  }

  @Test func aLongName() throws {
    let name = String(repeating: "n", count: 1025)
    try expect(
      entries: [.init(name: name, bytes: [])], .nameTooLong(byteCount: 1025, limit: 1024), name: name)
  }

  @Test func entriesThatShareBytes() throws {
    // The second's header is the first's.
    try expect(entries: [plain, plain], .twice, moved: [1: -(30 + 1 + 4)])
    var inner = ZipBuilder.Entry(name: "i", bytes: [])
    inner.bytes = [9]
    let hidden = Array(ZipBuilder([inner]).bytes[..<32])
    let outer = ZipBuilder.Entry(name: "o", bytes: hidden)
    try expect(entries: [outer, inner], .overlap(other: "o"), moved: [1: -32], name: "i")
  }

  @Test func theSameNameTwice() throws { try expect(entries: [plain, plain], .twice) }

  @Test func anEncryptedEntry() throws {
    var entry = plain
    entry.flags = 1
    try expect(entries: [entry], .encrypted)
  }

  @Test func anUnknownMethod() throws {
    var entry = plain
    entry.method = 93
    try expect(entries: [entry], .method(93))
  }

  @Test func offsetsOutsideTheFile() throws {
    try expect(entries: [plain], .outside, moved: [0: 1_000_000])
    var entry = plain
    entry.isDeflated = true
    entry.announcedCompressed = 5_000
    try expect(entries: [entry], .outside)
  }

  @Test func aHeaderOfAnotherName() throws {
    var entry = plain
    entry.headerName = "x"
    try expect(entries: [entry], .headerDiffers)
    entry.headerName = "longer"
    try expect(entries: [entry], .headerDiffers)
  }

  @Test func lyingSizes() throws {
    var entry = plain
    entry.announcedByteCount = 3
    try expect(entries: [entry], .impossibleSizes)
    entry.isDeflated = true
    try expect(entries: [entry], .inflatesOtherwise(announced: 3))
    entry.announcedByteCount = 5
    try expect(entries: [entry], .inflatesOtherwise(announced: 5))
    entry.announcedByteCount = 60_000
    try expect(entries: [entry], .impossibleSizes)
    entry = plain
    entry.stored = ZipBuilder.deflated(plain.bytes) + [0, 0]
    entry.isDeflated = true
    try expect(entries: [entry], .damaged)
  }

  @Test func aBrokenStream() throws {
    var entry = plain
    entry.isDeflated = true
    entry.stored = [0xFF, 0xFF, 0xFF]
    try expect(entries: [entry], .damaged)
    entry.stored = Array(ZipBuilder.deflated([UInt8](repeating: 3, count: 4)).dropLast())
    try expect(entries: [entry], .inflatesOtherwise(announced: 4))
    entry.stored = []
    try expect(entries: [entry], .inflatesOtherwise(announced: 4))
  }

  @Test func anotherChecksum() throws {
    var entry = plain
    entry.checksum = 7
    try expect(entries: [entry], .checksum)
  }

  @Test func aBomb() throws {
    let zeros = [UInt8](repeating: 0, count: 10_000_000)
    let entries = (0..<10).map { ZipBuilder.Entry(name: "\($0)", bytes: zeros, isDeflated: true) }
    try expect(ZipBuilder(entries), .inflatesTooFar(byteCount: 70_000_000, limit: 64 << 20))
    var wide = plain
    wide.isWide = true
    wide.announcedByteCount = .max - 1
    wide.isDeflated = true
    try expect(ZipBuilder([wide]), .inflatesTooFar(byteCount: Int(UInt32.max - 1), limit: 64 << 20))
  }

  @Test func longerThanAsked() throws {
    let archive = try ZipArchive(RegularFile(holding: ZipBuilder([plain]).bytes), path: "zip")
    #expect(throws: TensorFileError.zipEntry(file: "zip", entry: "e", problem: .tooLong(byteCount: 4, limit: 3))) {
      try archive.bytes(of: archive.entries[0], limit: 3)
    }
  }
}
