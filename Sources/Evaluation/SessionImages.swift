import Foundation
import Images
import Locks
import Models

/// One of a session's image sets, on its way from a listing to decoded images; what a step found is kept.
///
/// Safe to use from several threads: a second one waits for what the first is doing.
final class SessionImages: Sendable {
  private struct Kept {
    var contents: ImageContents?
    var set: ImageSet?
    /// Whether files that look as they did count as the same.
    var trustsFileTimes: Bool
  }

  let path: String
  private let order: String?
  private let limit: Int?
  private let part: ImagePart
  private let needsLabels: Bool
  private let model: Model
  private let cache: CacheFolder?
  private let threadCount: Int
  private let kept: Guarded<Kept>
  /// Held while files are read, so that no two threads read the same ones.
  private let reading = Guarded(())

  /// - Parameters:
  ///   - order, limit, part: as for `ImageSet`.
  ///   - needsLabels: false for images that only calibrate.
  ///   - trustsFileTimes: whether files that look as they did count as the same until `verify` has read them.
  init(
    path: String, order: String?, limit: Int?, part: ImagePart, needsLabels: Bool, model: Model, cache: CacheFolder?,
    trustsFileTimes: Bool, threadCount: Int
  ) {
    self.path = path
    self.order = order
    self.limit = limit
    self.part = part
    self.needsLabels = needsLabels
    self.model = model
    self.cache = cache
    self.threadCount = threadCount
    kept = Guarded(Kept(trustsFileTimes: trustsFileTimes))
  }

  /// Nil before `known` or `load`.
  var set: ImageSet? { kept.withLock { $0.set } }

  /// SHA-256 of each file that is not known to be no image; nil before the files were looked at.
  var contentDigests: [String]? {
    kept.withLock { kept in
      kept.contents?.files.compactMap { file in
        if case .broken = file.soundness { nil } else { file.digest }
      }
    }
  }

  /// Nil where nothing is kept between sessions. Two spellings of a folder are one.
  private var records: FileRecords? {
    cache.map { FileRecords(cache: $0, folder: URL(fileURLWithPath: path).resolvingSymlinksInPath().path) }
  }

  private func readContents(
    trustsFileTimes: Bool, cancellation: CancellationFlag
  ) throws(EvaluationError) -> ImageContents {
    try ImageContents(
      ImageSet.list(path: path, model: model, order: order, limit: limit, part: part, needsLabels: needsLabels),
      records: records,
      trustsFileTimes: trustsFileTimes, threadCount: threadCount, cancellation: cancellation)
  }

  /// Listed and recognised once; waits for nobody who verifies what is already known.
  private func contents(cancellation: CancellationFlag) throws(EvaluationError) -> ImageContents {
    if let known = kept.withLock({ $0.contents }) { return known }
    return try reading.withLock { (_) throws(EvaluationError) in try readOnce(cancellation: cancellation) }
  }

  /// While `reading` is held.
  private func readOnce(cancellation: CancellationFlag) throws(EvaluationError) -> ImageContents {
    if let known = kept.withLock({ $0.contents }) { return known }
    let contents = try readContents(
      trustsFileTimes: kept.withLock { $0.trustsFileTimes }, cancellation: cancellation)
    kept.withLock { $0.contents = contents }
    return contents
  }

  /// Images of which it is not known yet whether they can be decoded.
  func unknownCount(cancellation: CancellationFlag) throws(EvaluationError) -> Int {
    set == nil ? try contents(cancellation: cancellation).unknown.count : 0
  }

  /// The digest that the set has or will have; nothing is decoded.
  func digest(cancellation: CancellationFlag) throws(EvaluationError) -> String {
    if let set { return set.digest }
    return try contents(cancellation: cancellation).digest
  }

  /// How many images there are, with those that cannot be decoded until that is known.
  func count(cancellation: CancellationFlag) throws(EvaluationError) -> Int {
    if let set { return set.count }
    return try contents(cancellation: cancellation).files.count
  }

  /// The set where no image has to be decoded for it: from memory, or because earlier sessions know its files.
  func known(cancellation: CancellationFlag) throws(EvaluationError) -> ImageSet? {
    guard try unknownCount(cancellation: cancellation) == 0 else { return nil }
    return try load(cancellation: cancellation, progress: { _, _ in })
  }

  /// Blocks until every image is decoded or known from earlier; `progress` counts those that are decoded.
  func load(
    cancellation: CancellationFlag, progress: @escaping EvaluationSession.Progress
  ) throws(EvaluationError) -> ImageSet {
    if let set { return set }
    return try reading.withLock { (_) throws(EvaluationError) in
      if let set { return set }
      var contents = try readOnce(cancellation: cancellation)
      let set = try ImageSet(
        &contents, path: path, model: model, threadCount: threadCount, cancellation: cancellation, progress: progress)
      records?.merge(contents.records)
      kept.withLock { ($0.contents, $0.set) = (contents, set) }
      return set
    }
  }

  /// Reads every file that was recognised by its times alone, and from now on recognises none so.
  ///
  /// - Returns: false where one is another than it was taken for; the set is then forgotten, and made anew by the next call.
  /// - Throws: where the files cannot be held against anything; the set is then forgotten too.
  func verify(cancellation: CancellationFlag) throws(EvaluationError) -> Bool {
    try reading.withLock { (_) throws(EvaluationError) in
      let (trusted, set, trustsFileTimes) = kept.withLock { ($0.contents, $0.set, $0.trustsFileTimes) }
      guard trustsFileTimes, trusted?.isVerified != true else { return true }
      let fresh: ImageContents
      do throws(EvaluationError) {
        fresh = try readContents(trustsFileTimes: false, cancellation: cancellation)
      } catch {
        // A check that somebody broke off is made another time.
        if error.isCancellation { throw error }
        kept.withLock { $0 = Kept(trustsFileTimes: false) }
        // Where nothing was told yet there is nothing to take back: whoever needs the files says what is wrong with them.
        if trusted == nil { return true }
        throw error
      }
      let isSame = trusted.map { $0.digest == fresh.digest } ?? true
      // A file that was only touched is the same image, but found in another state when it is read next.
      let isUntouched = trusted.map { $0.files.map(\.identity) == fresh.files.map(\.identity) } ?? true
      kept.withLock {
        $0 = Kept(contents: fresh, set: isSame && isUntouched ? set?.verified : nil, trustsFileTimes: false)
      }
      return isSame
    }
  }
}
