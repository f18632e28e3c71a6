import TensorFiles
import Tensors
import Testing

@Suite struct ZipArchiveTests {
  private let sample: [ZipBuilder.Entry] = [
    .init(name: "stored", bytes: Array("as it is".utf8)),
    .init(name: "deflated", bytes: [UInt8](repeating: 7, count: 3_000_000), isDeflated: true),
    .init(name: "empty", bytes: []),
    .init(name: "nothing deflated", bytes: [], isDeflated: true),
    .init(name: "described", bytes: [1, 2, 3], isDeflated: true, hasDescriptor: true),
    .init(name: "wide", bytes: [4, 5], isWide: true, padding: 70),
  ]

  private func check(_ builder: ZipBuilder, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let archive = try ZipArchive(RegularFile(holding: builder.bytes), path: "zip")
    #expect(archive.entries.map(\.name) == builder.entries.map(\.name), sourceLocation: sourceLocation)
    for entry in builder.entries {
      let found = try #require(archive.entry(entry.name))
      #expect(try archive.bytes(of: found) == entry.bytes, "\(entry.name)", sourceLocation: sourceLocation)
      #expect(
        try archive.prefix(of: found, byteCount: 2) == Array(entry.bytes.prefix(2)), "\(entry.name)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func everyKindOfEntryIsRead() throws {
    try check(ZipBuilder(sample))
    try check(ZipBuilder([]))
  }

  @Test func zip64IsRead() throws {
    var builder = ZipBuilder(sample)
    builder.isWide = true
    try check(builder)
  }

  @Test func aCommentMayFollow() throws {
    var builder = ZipBuilder(sample)
    builder.comment = [UInt8](repeating: 0x50, count: 65535)
    try check(builder)
    // A comment that looks like an end itself.
    builder.comment = Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 30)
    try check(builder)
  }

  @Test func anObserverSeesTheBytesOfTheFile() throws {
    let bytes = ZipBuilder(sample).bytes
    let archive = try ZipArchive(RegularFile(holding: bytes), path: "zip")
    for entry in archive.entries {
      var seen: [UInt8] = []
      _ = try archive.bytes(of: entry, observing: { seen += $0 })
      let begin = try #require(bytes.firstRange(of: Array(entry.name.utf8)))
      #expect(bytes[begin.upperBound...].firstRange(of: seen) != nil, "\(entry.name)")
    }
  }

  /// No name leads anywhere, since nothing is written.
  @Test func namesAreJustNames() throws {
    try check(
      ZipBuilder(["/etc/passwd", "../../up", "a\\b", "nul\0l", ""].map { .init(name: $0, bytes: Array($0.utf8)) }))
  }
}
