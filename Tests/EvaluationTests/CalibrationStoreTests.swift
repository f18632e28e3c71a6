import Evaluation
import Foundation
import Models
import Quantization
import TestSupport
import Testing

@Suite struct CalibrationStoreTests {
  private let bench: TinyBench
  private var folder: String { bench.path("cache") }

  init() throws { bench = try TinyBench(imageCount: 5) }

  private func load(_ calibration: Calibration, from store: CalibrationStore) -> Calibration? {
    store.load(
      checkpointDigest: calibration.checkpointDigest, imageListDigest: calibration.imageListDigest,
      options: calibration.options)
  }

  @Test(arguments: ThreadCountTests.options)
  func `What was saved is found again, every bit`(options: CalibrationOptions) throws {
    let calibration = try bench.calibrate(options)
    let store = CalibrationStore(folder: folder)
    #expect(load(calibration, from: store) == nil)
    store.save(calibration)
    #expect(load(calibration, from: store) == calibration)
    #expect(load(calibration, from: CalibrationStore(folder: bench.path("elsewhere"))) == nil)
  }

  @Test func `LIS throughout a single batch is kept too`() throws {
    let options = CalibrationOptions(
      mode: .reference, logIntSoftmaxSites: bench.graph.attentions.map(\.probabilities))
    let calibration = try bench.calibrate(options)
    let store = CalibrationStore(folder: folder)
    store.save(calibration)
    #expect(load(calibration, from: store) == calibration)
  }

  @Test func `Another model, list or option misses`() throws {
    let calibration = try bench.calibrate()
    let store = CalibrationStore(folder: folder)
    store.save(calibration)
    let (checkpoint, list, options) = (
      calibration.checkpointDigest, calibration.imageListDigest, calibration.options
    )
    func misses(_ checkpoint: String, _ list: String, _ change: (inout CalibrationOptions) -> Void = { _ in }) -> Bool {
      var changed = options
      change(&changed)
      return store.load(checkpointDigest: checkpoint, imageListDigest: list, options: changed) == nil
    }
    #expect(!misses(checkpoint, list))
    #expect(misses("other", list))
    #expect(misses(checkpoint, "other"))
    #expect(misses(checkpoint, list) { $0.observer = .ema })
    #expect(misses(checkpoint, list) { $0.mode = .reference })
    #expect(misses(checkpoint, list) { $0.batchSize = 7 })
    #expect(misses(checkpoint, list) { $0.scoredWidths = [4, 8] })
    #expect(misses(checkpoint, list) { $0.logIntSoftmaxSites = [SiteID("a")] })
  }

  @Test func `A damaged file is calibrated again and replaced`() throws {
    func calibration() throws -> Calibration {
      try bench.session(cacheFolder: folder).calibration(
        for: .base, cancellation: CancellationFlag(), progress: { _, _ in })
    }
    let first = try calibration()
    let file = try #require(FileManager.default.subpathsOfDirectory(atPath: folder).first { $0.hasSuffix(".json") })
    let url = URL(fileURLWithPath: folder + "/" + file)
    let data = try Data(contentsOf: url)
    for damaged in [Data(), data.prefix(data.count / 2), Data("{}".utf8), Data("nonsense".utf8)] {
      try damaged.write(to: url)
      #expect(try calibration() == first)
      #expect(try JSONDecoder().decode(Calibration.self, from: Data(contentsOf: url)) == first)
    }
  }

  @Test func `A hit spares the calibration`() throws {
    let session = bench.session(cacheFolder: folder)
    let first = try session.calibration(for: .base, cancellation: CancellationFlag(), progress: { _, _ in })
    let log = Log<Int>()
    let again = try bench.session(cacheFolder: folder).calibration(
      for: .base, cancellation: CancellationFlag(), progress: { done, _ in log.append(done) })
    #expect(again == first)
    #expect(log.entries.isEmpty)
  }

  @Test func `A folder that cannot be made costs nothing but time`() throws {
    try Data().write(to: URL(fileURLWithPath: bench.path("file")))
    let session = bench.session(cacheFolder: bench.path("file"))
    #expect(try session.evaluate(.base, cancellation: CancellationFlag()).outcomes.count == 5)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Any finite float survives JSON`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 300 + seed)
    var floats: [Float] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
    ]
    while floats.count < 2000 {
      let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
      if value.isFinite { floats.append(value) }
    }
    let site = SiteCalibration(
      bounds: [0: .init(minimum: floats[9], maximum: floats[10])],
      extremes: .init(minimum: floats[7], maximum: floats[8]),
      channelMinima: floats, channelMaxima: [], exponents: [8: [0, 1, 2, 3]])
    let back = try JSONDecoder().decode(SiteCalibration.self, from: JSONEncoder().encode(site))
    #expect(back == site)
    for (old, new) in zip(floats, back.channelMinima) where old != 0 {
      #expect(old.bitPattern == new.bitPattern, "seed \(generator.seed), \(old)")
    }
  }
}
