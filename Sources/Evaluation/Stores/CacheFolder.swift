import Foundation
import Locks
import Tensors
import Texts

/// The folder of what sessions keep for each other; it never grows beyond its bound.
///
/// A file is written whole or not at all and read only if every byte is as it was written, so any number of processes may
/// share the folder. What cannot be written costs time only, so failing to write is silent by design; what was damaged is
/// put aside, and said once.
package struct CacheFolder: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case calibration
    /// What the float model says of an image set.
    case float
    /// Finished evaluations.
    case runs
    /// What the files of an image folder are.
    case images
    /// How long the stages of a start take.
    case pace
  }

  /// Files and what they take on disk.
  package struct Usage: Sendable, Hashable {
    package var fileCount = 0
    package var byteCount = 0

    package init() {}
  }

  package static let defaultByteLimit = 1 << 30

  package let path: String
  package let byteLimit: Int
  private let remarks = Guarded<[String]>([])

  package init(path: String, byteLimit: Int = defaultByteLimit) {
    self.path = path
    self.byteLimit = byteLimit
  }

  /// Lines to show, each once: files that were damaged, and what became of them.
  package func takeRemarks() -> [String] {
    remarks.withLock { remarks in
      defer { remarks = [] }
      return remarks
    }
  }

  private func filePath(_ kind: Kind, _ key: String) -> String {
    path + "/" + kind.rawValue + "/" + key + StoredFile.suffix
  }

  /// What was kept under `key`, as `decode` reads it; nil where there is nothing, or nothing sound.
  func load<Value>(
    _ kind: Kind, key: String, decode: (inout ByteReader) throws(ByteReader.Failure) -> Value
  ) -> Value? {
    switch StoredFile.read(filePath(kind, key), kind: kind.rawValue, key: key) {
    case .missing: return nil
    case .damaged(let reason):
      putAside(kind, key: key, reason: reason)
      return nil
    case .sound(let content):
      do throws(ByteReader.Failure) {
        var reader = ByteReader(content)
        let value = try decode(&reader)
        guard reader.isAtEnd else { throw ByteReader.Failure(reason: "there is more in it than there should be") }
        return value
      } catch {
        putAside(kind, key: key, reason: error.reason)
        return nil
      }
    }
  }

  func save(_ kind: Kind, key: String, encode: (inout ByteWriter) -> Void) {
    var writer = ByteWriter()
    encode(&writer)
    let parts = StoredFile.encode(writer.bytes, kind: kind.rawValue, key: key)
    let byteCount = parts.reduce(0) { $0 + $1.count }
    guard byteCount <= min(byteLimit, StoredFile.byteLimit) else { return }
    let target = filePath(kind, key)
    try? FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    // A link is somebody else's file, which a write would follow.
    var status = stat()
    if lstat(target, &status) == 0, status.st_mode & S_IFMT == S_IFLNK { unlink(target) }
    try? AtomicFile.write(parts, to: target)
    trim()
  }

  func remove(_ kind: Kind, key: String) { unlink(filePath(kind, key)) }

  /// The keys of a kind that begin with `prefix`, sorted.
  func keys(_ kind: Kind, prefix: String) -> [String] {
    files(of: kind).compactMap { file in
      file.name.hasPrefix(prefix) && file.name.hasSuffix(StoredFile.suffix)
        ? String(file.name.dropLast(StoredFile.suffix.count)) : nil
    }.sorted()
  }

  private func putAside(_ kind: Kind, key: String, reason: String) {
    let file = filePath(kind, key)
    let aside = (file as NSString).lastPathComponent + Self.damagedSuffix
    let isAside = rename(file, file + Self.damagedSuffix) == 0
    let outcome = isAside ? "put aside as \(aside) and computed anew" : "not used; computed anew"
    let remark = "\(file.printable): damaged: \(reason); \(outcome)"
    remarks.withLock { if !$0.contains(remark) { $0.append(remark) } }
  }

  // MARK: - Bounds

  private static let damagedSuffix = ".damaged"
  /// Seconds after which what a crash left, and what was put aside, is removed.
  private static let temporaryAge = 3600.0
  private static let damagedAge = 7 * 86400.0

  private struct File {
    let kind: Kind
    let name: String
    let path: String
    let byteCount: Int
    /// Seconds; when it was last written or read.
    let used: Double

    var isTemporary: Bool { name.hasSuffix(".tmp") }
    var isDamaged: Bool { name.hasSuffix(CacheFolder.damagedSuffix) }
  }

  /// This program's files in a kind's folder; nothing else that may lie there.
  private func files(of kind: Kind) -> [File] {
    let folder = path + "/" + kind.rawValue
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { name in
      guard Self.isOwn(name) else { return nil }
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      return File(
        kind: kind, name: name, path: folder + "/" + name, byteCount: Int(status.st_size),
        used: Double(status.st_mtim.tv_sec))
    }
  }

  private static func isOwn(_ name: String) -> Bool {
    if name.hasSuffix(StoredFile.suffix) || name.hasSuffix(StoredFile.suffix + damagedSuffix) { return true }
    // What a write left that a crash ended.
    if name.hasPrefix(".fqvit-"), name.hasSuffix(".tmp") { return true }
    // Calibrations of the first version, which were JSON.
    let legacy = name.hasSuffix(".json") ? name.dropLast(5) : ""
    return legacy.count == 64 && legacy.allSatisfy(\.isHexDigit)
  }

  private var allFiles: [File] { Kind.allCases.flatMap(files) }

  /// What each kind takes.
  package func usage() -> [Kind: Usage] {
    var usage: [Kind: Usage] = [:]
    for file in allFiles {
      usage[file.kind, default: Usage()].fileCount += 1
      usage[file.kind, default: Usage()].byteCount += file.byteCount
    }
    return usage
  }

  /// Removes what crashes left, then what was used least recently, until the rest fits the bound.
  package func trim() {
    let now = Date().timeIntervalSince1970
    var kept: [File] = []
    for file in allFiles {
      let age = now - file.used
      if file.isTemporary && age > Self.temporaryAge || file.isDamaged && age > Self.damagedAge {
        unlink(file.path)
      } else {
        kept.append(file)
      }
    }
    var byteCount = kept.reduce(0) { $0 + $1.byteCount }
    for file in kept.sorted(by: { ($0.used, $0.name) < ($1.used, $1.name) }) where byteCount > byteLimit {
      if unlink(file.path) == 0 { byteCount -= file.byteCount }
    }
  }

  /// Removes every file of this program, and folders that are empty then; says how much it was.
  package func clear() -> Usage {
    var removed = Usage()
    for file in allFiles where unlink(file.path) == 0 {
      removed.fileCount += 1
      removed.byteCount += file.byteCount
    }
    // These only succeed where nothing is left.
    for kind in Kind.allCases { rmdir(path + "/" + kind.rawValue) }
    rmdir(path)
    return removed
  }
}
