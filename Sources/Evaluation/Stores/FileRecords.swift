import Digests
import Images

/// What is known of the files of image folders: what is in them, and which are no images.
///
/// A file is found again by its path, size, times and inode; or, where nothing is taken on trust, by its content.
struct FileRecords: Sendable {
  struct Record: Sendable, Hashable {
    let identity: FileIdentity
    /// SHA-256 of the file.
    let digest: String
    /// Why it cannot be decoded; nil where it can.
    let problem: String?
  }

  /// Raised whenever another set of files can be decoded by the same libraries.
  private static let decoderVersion = 1

  private let cache: CacheFolder
  private let key: String
  /// By path, as they were when this was made.
  let records: [String: Record]

  init(cache: CacheFolder, folder: String) {
    self.cache = cache
    key = Digest(of: "\(Self.decoderVersion) \(ImageLibraries.identity) \(folder)").description
    records = Self.load(cache, key)
  }

  private static func load(_ cache: CacheFolder, _ key: String) -> [String: Record] {
    cache.load(.images, key: key) { (reader) throws(ByteReader.Failure) in
      try reader.dictionary(key: { $0 }) { (reader) throws(ByteReader.Failure) in try Record(from: &reader) }
    } ?? [:]
  }

  /// What is known of the file at `path`, if it is in the state in which it was then.
  func record(path: String, identity: FileIdentity) -> Record? {
    records[path].flatMap { $0.identity == identity ? $0 : nil }
  }

  /// What is known of a file at `path` with this content.
  func record(path: String, digest: String) -> Record? {
    records[path].flatMap { $0.digest == digest ? $0 : nil }
  }

  /// Adds what was found out to what is there by now; writes only news.
  func merge(_ found: [String: Record]) {
    let before = Self.load(cache, key)
    let records = before.merging(found) { $1 }
    guard records != before else { return }
    cache.save(.images, key: key) { writer in
      writer.write(records, sortedBy: { $0 }) { $1.write(to: &$0) }
    }
  }
}

extension FileRecords.Record {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(identity.words)
    writer.write(digest)
    writer.write(problem ?? "")
  }

  fileprivate init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    guard let identity = FileIdentity(words: try reader.array(Int64.self)) else {
      throw ByteReader.Failure(reason: "a file's state is none")
    }
    self.identity = identity
    digest = try reader.string()
    let problem = try reader.string()
    self.problem = problem.isEmpty ? nil : problem
    guard digest.utf8.count == 64 else { throw ByteReader.Failure(reason: "a digest is none") }
  }
}
