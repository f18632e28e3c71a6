import Foundation
import Quantization
import TestSupport
import Testing

@testable import Evaluation

/// What one session computes the next one finds, and nothing depends on which of the two it was.
@Suite struct KeptResultsTests {
  private let bench: TinyBench
  private var folder: String { bench.path("cache") }

  init() throws { bench = try TinyBench(imageCount: 6) }

  private func evaluate(
    _ configuration: QuantizationConfiguration, cacheFolder: String?
  ) throws -> (report: EvaluationReport, float: FloatReference) {
    let session = bench.session(cacheFolder: cacheFolder)
    let report = try session.evaluate(configuration, cancellation: CancellationFlag())
    #expect(session.takeCacheRemarks().isEmpty)
    return (report, try session.floatReference(cancellation: CancellationFlag(), progress: { _, _ in }))
  }

  @Test func `Figures are the same with and without the cache, to the bit`() throws {
    for configuration in [bench.fullMethod, .base, bench.configuration([:], observer: .omse)] {
      let first = try evaluate(configuration, cacheFolder: folder)
      let second = try evaluate(configuration, cacheFolder: folder)
      let anew = try evaluate(configuration, cacheFolder: nil)
      #expect(!first.report.isRecalled && second.report.isRecalled && second.float.isKept && !anew.float.isKept)
      #expect(second.report.outcomes == anew.report.outcomes && second.report.tally == anew.report.tally)
      #expect(second.report.outcomesDigest == first.report.outcomesDigest)
      #expect(second.report.configuration == configuration)
      #expect(second.report.integerSiteCount == anew.report.integerSiteCount)
      #expect(second.float.outcomes == anew.float.outcomes && second.float.logits == anew.float.logits)
    }
  }

  @Test func `A figure of other images, arithmetic or mode is another figure`() throws {
    let first = try evaluate(.base, cacheFolder: folder)
    func source(_ change: (inout EvaluationSource) -> Void) -> EvaluationSession {
      var source = bench.session(cacheFolder: folder).source
      change(&source)
      return EvaluationSession(model: bench.model, source: source)
    }
    for session in [
      source { $0.limit = 4 }, source { $0.arithmetic = .simulated }, source { $0.mode = .reference },
      source { $0.calibrationPath = nil }, source { $0.cacheFolder = bench.path("other") },
    ] {
      let report = try session.evaluate(.base, cancellation: CancellationFlag())
      // Without calibration images the evaluation images serve, which here are the same ones.
      #expect(report.isRecalled == (session.source.calibrationPath == nil))
    }
    #expect(!first.report.isRecalled)
  }

  @Test func `Another image of the same name is computed anew`() throws {
    let before = try evaluate(.base, cacheFolder: folder)
    let images = URL(fileURLWithPath: bench.imagesPath)
    try FileManager.default.removeItem(at: images.appendingPathComponent("image2.png"))
    try FileManager.default.copyItem(
      at: images.appendingPathComponent("image4.png"), to: images.appendingPathComponent("image2.png"))
    let after = try evaluate(.base, cacheFolder: folder)
    #expect(!after.report.isRecalled && !after.float.isKept)
    #expect(after.float.outcomes[2].predicted == before.float.outcomes[4].predicted)
  }

  @Test func `Kept files that were changed are put aside, and the figures stay`() throws {
    let first = try evaluate(.base, cacheFolder: folder)
    var generator = SeededGenerator(seed: 77)
    for kind in ["float", "runs"] {
      let name = try #require(
        FileManager.default.contentsOfDirectory(atPath: folder + "/" + kind).first { $0.hasSuffix(".fqvit") })
      let url = URL(fileURLWithPath: folder + "/" + kind + "/" + name)
      var bytes = try Data(contentsOf: url)
      for _ in 0..<8 {
        let place = Int.random(in: bytes.count / 4..<bytes.count, using: &generator)
        bytes[place] ^= 0x10
        try bytes.write(to: url)
        let session = bench.session(cacheFolder: folder)
        let report = try session.evaluate(.base, cancellation: CancellationFlag())
        #expect(report.outcomes == first.report.outcomes && report.tally == first.report.tally, "seed 77")
        let remarks = session.takeCacheRemarks()
        #expect(remarks.count == 1 && remarks.first?.contains("/\(kind)/") == true, "\(remarks)")
        bytes = try Data(contentsOf: url)
      }
    }
  }

  @Test func `Outcomes that no network gives are refused`() {
    func read(_ outcome: ImageOutcome, count: Int = 1) -> [ImageOutcome]? {
      var writer = ByteWriter()
      [outcome].write(to: &writer)
      var reader = ByteReader(writer.bytes[...])
      return try? [ImageOutcome](from: &reader, count: count, classCount: 5, hasLabels: true)
    }
    #expect(read(ImageOutcome(predicted: 4, probability: 1, labelRank: 4)) != nil)
    #expect(read(ImageOutcome(predicted: 4, probability: 1, labelRank: 4), count: 2) == nil)
    for (predicted, probability, rank) in [
      (5, 0.5, 0), (-1, 0.5, 0), (0, .nan, 0), (0, 1.5, 0), (0, 0, 0), (0, 0.5, 5), (0, 0.5, -1),
    ] as [(Int, Float, Int)] {
      #expect(read(ImageOutcome(predicted: predicted, probability: probability, labelRank: rank)) == nil)
    }
  }

  @Test func `Outcomes without labels, and how near their logits were, are kept`() throws {
    func read(_ outcomes: [ImageOutcome], hasLabels: Bool) -> [ImageOutcome]? {
      var writer = ByteWriter()
      outcomes.write(to: &writer)
      var reader = ByteReader(writer.bytes[...])
      return try? [ImageOutcome](from: &reader, count: outcomes.count, classCount: 5, hasLabels: hasLabels)
    }
    func outcome(_ rank: Int?, _ cosine: Double? = nil, signal: Double = 2, noise: Double = 0.5) -> ImageOutcome {
      ImageOutcome(
        predicted: 1, probability: 0.5, labelRank: rank,
        similarity: cosine.map {
          LogitSimilarity(cosine: $0, error: SignalToNoise(signal: signal, noise: noise))
        })
    }
    for (kept, hasLabels) in [([outcome(nil), outcome(nil, 0.25)], false), ([outcome(0, 1), outcome(3, -1)], true)] {
      #expect(read(kept, hasLabels: hasLabels) == kept)
      #expect(read(kept, hasLabels: !hasLabels) == nil)
    }
    for wrong in [
      [outcome(nil), outcome(1)], [outcome(1), outcome(nil)], [outcome(1, 1.5)], [outcome(1, .nan)],
      [outcome(1, 1, signal: -1)], [outcome(1, 1, noise: .infinity)],
    ] {
      #expect(read(wrong, hasLabels: true) == nil && read(wrong, hasLabels: false) == nil)
    }
  }

  @Test func `A store lists an image set's runs, the oldest first, and removes them`() throws {
    let session = bench.session(cacheFolder: folder)
    for configuration in [QuantizationConfiguration.base, bench.fullMethod] {
      _ = try session.evaluate(configuration, cancellation: CancellationFlag())
    }
    let identity = RunStore.Identity(
      model: ModelIdentity(bench.model), imageListDigest: bench.images.digest, imageCount: 6,
      hasLabels: true, calibrationListDigest: bench.images.digest, mode: .default, arithmetic: .integer)
    let store = RunStore(cache: CacheFolder(path: folder), graph: bench.graph)
    #expect(store.runs(for: identity).map(\.configuration) == [.base, bench.fullMethod])
    #expect(store.byteCount > 0)
    store.remove(configurationDigest: QuantizationConfiguration.base.digest(for: bench.graph), for: identity)
    #expect(store.runs(for: identity).map(\.configuration) == [bench.fullMethod])
  }
}
