import Foundation
import Images
import Models
import Quantization
import SystemPackage
import TestSupport
import Testing

@testable import Evaluation

/// A second session on the same files: what it takes from the first, and what it does not take on trust.
@Suite(.timeLimit(.minutes(2))) struct QuickStartTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 8) }

  private func session(trustsFileTimes: Bool = true) -> EvaluationSession {
    var source = bench.session(cacheFolder: bench.path("cache")).source
    source.trustsFileTimes = trustsFileTimes
    return EvaluationSession(model: bench.model, source: source)
  }

  private func evaluate(_ session: EvaluationSession) throws -> EvaluationReport {
    try session.evaluate(.base, cancellation: CancellationFlag())
  }

  private func path(_ index: Int) -> String { bench.imagesPath + "/image\(index).png" }

  /// Puts another image in the place of one without changing its inode, size or modification time.
  private func replace(_ index: Int, by other: Int) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path(other)))
    let date = try #require(FileManager.default.attributesOfItem(atPath: path(index))[.modificationDate] as? Date)
    let file = try #require(FileHandle(forWritingAtPath: path(index)))
    #expect(try file.seekToEnd() == UInt64(bytes.count))
    try file.seek(toOffset: 0)
    try file.write(contentsOf: bytes)
    try file.close()
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path(index))
  }

  /// As if the file system had told nothing of a change: the records hold the state in which the file is now.
  private func forgeRecord(of index: Int) throws {
    let cache = CacheFolder(path: bench.path("cache"))
    let folder = URL(fileURLWithPath: bench.imagesPath).resolvingSymlinksInPath().path
    let records = FileRecords(cache: cache, folder: folder)
    let old = try #require(records.records[path(index)])
    let identity = try #require(LabelledImage(path: FilePath(path(index)), name: "", label: nil).fileIdentity)
    #expect(identity != old.identity)
    records.merge([path(index): .init(identity: identity, digest: old.digest, problem: old.problem)])
  }

  @Test func `The second session decodes nothing and computes nothing until it is asked for something new`() throws {
    let first = try evaluate(session())
    let second = session()
    let loaded = Log<Int>()
    let images = try second.images(cancellation: CancellationFlag(), progress: { done, _ in loaded.append(done) })
    #expect(loaded.entries.isEmpty && !images.isVerified)
    #expect(images.names == bench.images.names && images.digest == bench.images.digest)
    #expect(images.labels == bench.images.labels)
    #expect(try second.stepsToFigure(of: .base).isEmpty)
    #expect(try second.keptReport(of: .base)?.outcomes == first.outcomes)
    #expect(try second.storedCalibration(for: .base) != nil)
    // Pixels are there when somebody wants them.
    for index in images.pixels.indices { #expect(try images.pixels[index] == bench.pixels[index]) }
  }

  @Test func `A new figure is computed from files that were read, and is the same as without a cache`() throws {
    _ = try evaluate(session())
    let second = session()
    _ = try second.keptReport(of: .base)
    let report = try second.evaluate(bench.fullMethod, cancellation: CancellationFlag())
    #expect(second.evaluationSet.set?.isVerified == true)
    let anew = try bench.session().evaluate(bench.fullMethod, cancellation: CancellationFlag())
    #expect(report.outcomes == anew.outcomes && report.tally == anew.tally)
  }

  @Test func `A file whose times tell of a change is read again, alone`() throws {
    _ = try evaluate(session())
    try replace(2, by: 5)
    let second = session()
    let loaded = Log<Int>()
    let images = try second.images(cancellation: CancellationFlag(), progress: { _, total in loaded.append(total) })
    #expect(loaded.entries == [1])
    #expect(try images.pixels[2] == bench.pixels[5] && images.digest != bench.images.digest)
    #expect(try second.keptReport(of: .base) == nil)
  }

  @Test func `A file that was touched is the same image`() throws {
    _ = try evaluate(session())
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -5)], ofItemAtPath: path(3))
    let second = session()
    #expect(try second.keptReport(of: .base) != nil)
  }

  @Test func `Broken images are known the second time`() throws {
    try Data("no image".utf8).write(to: URL(fileURLWithPath: path(4)))
    let first = session()
    let before = try first.images(cancellation: CancellationFlag(), progress: { _, _ in })
    #expect(before.count == 7 && before.skipped.count == 1)
    let after = try session().images(
      cancellation: CancellationFlag(), progress: { _, _ in Issue.record("an image was decoded") })
    #expect(after.names == before.names && after.skipped == before.skipped && after.digest == before.digest)
  }

  /// A change that the file system does not tell, as some do not.
  @Test func `Verification finds another content behind the same times, and forgets what came of it`() throws {
    let first = try evaluate(session())
    try replace(1, by: 6)
    try forgeRecord(of: 1)
    let second = session()
    #expect(try second.keptReport(of: .base)?.outcomes == first.outcomes)
    #expect(try !second.verifyImages(cancellation: CancellationFlag()))
    let report = try evaluate(second)
    #expect(!report.isRecalled)
    let anew = try bench.session().evaluate(.base, cancellation: CancellationFlag())
    #expect(report.outcomes == anew.outcomes)
    #expect(try second.verifyImages(cancellation: CancellationFlag()))
    // What was forged is mended for the next session too.
    #expect(try session().keptReport(of: .base)?.outcomes == anew.outcomes)
  }

  @Test func `What came of files that cannot be read any more is forgotten`() throws {
    let first = try evaluate(session())
    let second = session()
    #expect(try second.keptReport(of: .base)?.outcomes == first.outcomes)
    let away = bench.path("away")
    try FileManager.default.moveItem(atPath: bench.imagesPath, toPath: away)
    #expect(throws: EvaluationError.self) { try second.verifyImages(cancellation: CancellationFlag()) }
    #expect(throws: EvaluationError.self) { try second.keptReport(of: .base) }
    #expect(throws: EvaluationError.self) { try second.images(cancellation: CancellationFlag(), progress: { _, _ in }) }
    // Nothing is believed any more, so there is nothing left to check.
    #expect(try second.verifyImages(cancellation: CancellationFlag()))
    try FileManager.default.moveItem(atPath: away, toPath: bench.imagesPath)
    #expect(try evaluate(second).outcomes == first.outcomes)
  }

  @Test func `A folder of which nothing was told fails where it is needed, not where it is checked`() throws {
    let second = session()
    try FileManager.default.removeItem(atPath: bench.imagesPath)
    #expect(try second.verifyImages(cancellation: CancellationFlag()))
    #expect(throws: EvaluationError.self) { try second.images(cancellation: CancellationFlag(), progress: { _, _ in }) }
  }

  @Test func `Without trust every file is read before a kept figure is given`() throws {
    let first = try evaluate(session())
    #expect(try evaluate(session(trustsFileTimes: false)).outcomes == first.outcomes)
    try replace(1, by: 6)
    try forgeRecord(of: 1)
    let report = try evaluate(session(trustsFileTimes: false))
    #expect(!report.isRecalled && report.outcomes != first.outcomes)
  }

  private static func word(_ event: ServiceEvent) -> String? {
    switch event {
    case .imagesLoaded(let images): "images \(images.count)"
    case .floatFinished(let reference): reference.isKept ? "kept float" : "float"
    case .calibrated: "calibrated"
    case .finished(let run, let report): report.isRecalled ? "recalled \(run)" : "finished \(run)"
    case .withdrawn: "withdrawn"
    case .failed(_, let message): "failed \(message)"
    case .planned: "planned"
    case .progress, .weightErrors, .tally, .remark, .figureRemarks: nil
    }
  }

  /// Talks to a service until `isLast`; a withdrawal is answered as the workbench does, by asking again.
  private func conversation(_ session: EvaluationSession, until isLast: (ServiceEvent) -> Bool) async -> [String] {
    let service = EvaluationService(session: session)
    service.send(.evaluate(.base, run: 1))
    let serving = Task { await service.serve() }
    defer { serving.cancel() }
    var words: [String] = []
    for await event in service.events {
      if let word = Self.word(event) { words.append(word) }
      if case .withdrawn = event { service.send(.evaluate(.base, run: 2)) }
      if isLast(event) { break }
    }
    return words
  }

  @Test func `The service tells everything that was kept at once`() async throws {
    _ = try evaluate(session())
    let words = await conversation(session()) { if case .finished = $0 { true } else { false } }
    #expect(Set(words) == ["images 8", "kept float", "calibrated", "recalled 1"] && words.count == 4)
  }

  @Test func `The service takes back figures of other files and computes them anew`() async throws {
    _ = try evaluate(session())
    try replace(1, by: 6)
    try forgeRecord(of: 1)
    let words = await conversation(session()) { if case .finished(2, _) = $0 { true } else { false } }
    #expect(words.filter { $0 == "withdrawn" }.count == 1)
    #expect(words.last == "finished 2")
    let after = words[(words.firstIndex(of: "withdrawn") ?? 0)...].filter { $0 != "planned" }
    #expect(after.filter { $0 == "images 8" }.count == 1 && after.filter { $0 == "float" }.count == 1, "\(words)")
  }
}
