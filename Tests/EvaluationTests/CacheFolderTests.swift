import Foundation
import TestSupport
import Testing

@testable import Evaluation

@Suite struct CacheFolderTests {
  private let temporary = TemporaryFolder()
  private var path: String { temporary.path("cache") }

  private func cache(byteLimit: Int = CacheFolder.defaultByteLimit) -> CacheFolder {
    CacheFolder(path: path, byteLimit: byteLimit)
  }

  private func save(_ count: Int, as key: String, in cache: CacheFolder, kind: CacheFolder.Kind = .runs) {
    cache.save(kind, key: key) { $0.write([UInt8](repeating: 7, count: count)) }
  }

  private func isKept(_ key: String, in cache: CacheFolder) -> Bool {
    cache.load(.runs, key: key) { (reader) throws(ByteReader.Failure) in try reader.array(UInt8.self) } != nil
  }

  private func setTime(_ seconds: Double, of name: String, kind: CacheFolder.Kind = .runs) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: seconds)], ofItemAtPath: path + "/\(kind.rawValue)/\(name)")
  }

  @Test func `What was used least recently leaves first`() throws {
    let cache = cache(byteLimit: 4000)
    for (index, key) in ["a", "b", "c"].enumerated() {
      save(1000, as: key, in: cache)
      try setTime(Double(index) * 10 - 100, of: key + ".fqvit")
    }
    // Read, so "a" is newer than "b" now.
    #expect(isKept("a", in: cache))
    save(1000, as: "d", in: cache)
    #expect(cache.keys(.runs, prefix: "") == ["a", "c", "d"])
    #expect((cache.usage()[.runs]?.byteCount ?? 0) <= 4000)
  }

  @Test func `What is larger than the bound is not kept`() {
    let cache = cache(byteLimit: 500)
    save(1000, as: "a", in: cache)
    #expect(cache.usage().isEmpty)
  }

  @Test func `What a crash left and what was put aside goes in time`() throws {
    let cache = cache()
    save(10, as: "a", in: cache)
    for name in [".fqvit-1.tmp", ".fqvit-2.tmp", "b.fqvit.damaged", "c.fqvit.damaged"] {
      #expect(FileManager.default.createFile(atPath: path + "/runs/" + name, contents: Data([1])))
    }
    try setTime(-7200, of: ".fqvit-1.tmp")
    try setTime(-8 * 86400, of: "b.fqvit.damaged")
    cache.trim()
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: path + "/runs"))
        == ["a.fqvit", ".fqvit-2.tmp", "c.fqvit.damaged"])
  }

  @Test func `Clearing removes this program's files only`() throws {
    let cache = cache()
    save(10, as: "a", in: cache)
    save(10, as: "b", in: cache, kind: .float)
    // As the first version named its calibrations.
    let legacy = path + "/calibration/" + String(repeating: "0f", count: 32) + ".json"
    try FileManager.default.createDirectory(atPath: path + "/calibration", withIntermediateDirectories: true)
    #expect(FileManager.default.createFile(atPath: legacy, contents: Data([1])))
    let foreign = path + "/runs/notes.txt"
    #expect(FileManager.default.createFile(atPath: foreign, contents: Data([1])))
    let linked = temporary.path("precious")
    #expect(FileManager.default.createFile(atPath: linked, contents: Data([1])))
    try FileManager.default.createSymbolicLink(atPath: path + "/runs/x.fqvit", withDestinationPath: linked)
    let before = cache.usage().values.reduce(0) { $0 + $1.byteCount }
    let removed = cache.clear()
    #expect(removed.fileCount == 3 && removed.byteCount == before)
    #expect(FileManager.default.fileExists(atPath: foreign) && FileManager.default.fileExists(atPath: linked))
    #expect(!FileManager.default.fileExists(atPath: path + "/float"))
    try FileManager.default.removeItem(atPath: path + "/runs")
    _ = cache.clear()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `A link in a file's place is replaced, not followed`() throws {
    let cache = cache()
    let linked = temporary.path("precious")
    #expect(FileManager.default.createFile(atPath: linked, contents: Data([1])))
    try FileManager.default.createDirectory(atPath: path + "/runs", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: path + "/runs/a.fqvit", withDestinationPath: linked)
    save(10, as: "a", in: cache)
    #expect(isKept("a", in: cache))
    #expect(try Data(contentsOf: URL(fileURLWithPath: linked)) == Data([1]))
  }

  /// Each writer's file is whole, and one of theirs.
  @Test func `Writers at once do not spoil each other's`() {
    DispatchQueue.concurrentPerform(iterations: 8) { writer in
      let cache = CacheFolder(path: path)
      for round in 0..<20 {
        cache.save(.runs, key: "\(round % 3)") { $0.write([UInt8](repeating: UInt8(writer), count: 5000)) }
        let bytes = cache.load(.runs, key: "\(round % 3)") { (reader) throws(ByteReader.Failure) in
          try reader.array(UInt8.self)
        }
        #expect(bytes.map(Set.init)?.count == 1)
      }
      #expect(cache.takeRemarks().isEmpty)
    }
  }
}
