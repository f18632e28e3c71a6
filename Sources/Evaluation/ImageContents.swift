import Digests
import Images
import Locks
import Synchronization

/// What is in the files of a listing, so far as that is known without decoding them.
struct ImageContents: Sendable {
  struct File: Sendable {
    let identity: FileIdentity?
    /// SHA-256 of the file; nil where it cannot be read.
    let digest: String?
    var soundness: Soundness
  }

  enum Soundness: Sendable, Hashable {
    case unknown
    case sound
    /// It cannot be decoded: a line that names it and says why.
    case broken(String)
  }

  let listed: LabelledImages
  private(set) var files: [File]
  /// Whether every file was read now, rather than recognised by its size, times and inode.
  let isVerified: Bool

  /// Looks at every file, and reads those that `records` does not recognise.
  ///
  /// - Parameter trustsFileTimes: whether a file of the same path, size, times and inode counts as the same file.
  init(
    _ listed: LabelledImages, records: FileRecords?, trustsFileTimes: Bool, threadCount: Int,
    cancellation: CancellationFlag
  ) throws(EvaluationError) {
    self.listed = listed
    let images = listed.images
    let next = Atomic<Int>(0)
    let found = Guarded((files: [File?](repeating: nil, count: images.count), isVerified: true))
    let failure = Guarded<ImageError?>(nil)
    WorkerThreads.run(max(1, min(threadCount, images.count))) {
      while !cancellation.isCancelled, failure.withLock({ $0 == nil }) {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < images.count else { return }
        let image = images[index]
        let identity = image.fileIdentity
        let file: File
        let isTrusted: Bool
        if trustsFileTimes, let identity, let known = records?.record(path: image.pathText, identity: identity) {
          file = File(identity: identity, digest: known.digest, soundness: Soundness(known))
          isTrusted = true
        } else {
          let digest: String?
          do throws(ImageError) { digest = try image.contentDigest()?.description } catch {
            failure.withLock { $0 = error }
            return
          }
          let known = digest.flatMap { records?.record(path: image.pathText, digest: $0) }
          file = File(identity: identity, digest: digest, soundness: known.map(Soundness.init) ?? .unknown)
          isTrusted = false
        }
        found.withLock { found in
          found.files[index] = file
          if isTrusted { found.isVerified = false }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw .images(error) }
    if cancellation.isCancelled { throw .cancelled }
    (files, isVerified) = found.withLock { ($0.files.compactMap(\.self), $0.isVerified) }
  }

  /// Of names, labels and contents, in order.
  var digest: String { listed.digest(ofContents: files.map(\.digest)).description }

  /// Indices of files of which nobody knows whether they can be decoded.
  var unknown: [Int] { files.indices.filter { files[$0].soundness == .unknown } }

  mutating func learn(_ soundness: Soundness, of index: Int) { files[index].soundness = soundness }

  /// What can be recognised the next time.
  var records: [String: FileRecords.Record] {
    var records: [String: FileRecords.Record] = [:]
    for (image, file) in zip(listed.images, files) {
      guard let identity = file.identity, let digest = file.digest else { continue }
      switch file.soundness {
      case .unknown: continue
      case .sound: records[image.pathText] = .init(identity: identity, digest: digest, problem: nil)
      case .broken(let problem): records[image.pathText] = .init(identity: identity, digest: digest, problem: problem)
      }
    }
    return records
  }
}

extension ImageContents.Soundness {
  init(_ record: FileRecords.Record) { self = record.problem.map { .broken($0) } ?? .sound }
}
