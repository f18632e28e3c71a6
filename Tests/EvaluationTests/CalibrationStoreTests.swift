import Graphs
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

  private func store(_ folder: String? = nil, model: Model? = nil) -> CalibrationStore {
    let model = model ?? bench.model
    return CalibrationStore(
      cache: CacheFolder(path: folder ?? self.folder), model: model, identity: ModelIdentity(model))
  }

  private func load(_ calibration: Calibration, from store: CalibrationStore) -> Calibration? {
    store.load(imageListDigest: calibration.imageListDigest, options: calibration.options)
  }

  @Test(arguments: ThreadCountTests.options)
  func `What was saved is found again, every bit`(options: CalibrationOptions) throws {
    let calibration = try bench.calibrate(options)
    #expect(load(calibration, from: store()) == nil)
    store().save(calibration)
    #expect(load(calibration, from: store()) == calibration)
    #expect(load(calibration, from: store(bench.path("elsewhere"))) == nil)
  }

  @Test func `LIS throughout a single batch is kept too`() throws {
    let options = CalibrationOptions(
      mode: .reference, logIntSoftmaxSites: bench.graph.attentions.map(\.probabilities))
    let calibration = try bench.calibrate(options)
    store().save(calibration)
    #expect(load(calibration, from: store()) == calibration)
  }

  @Test func `Another list or option misses`() throws {
    let calibration = try bench.calibrate()
    store().save(calibration)
    let (list, options) = (calibration.imageListDigest, calibration.options)
    func misses(_ list: String, _ change: (inout CalibrationOptions) -> Void = { _ in }) -> Bool {
      var changed = options
      change(&changed)
      return store().load(imageListDigest: list, options: changed) == nil
    }
    #expect(!misses(list))
    #expect(misses("other"))
    #expect(misses(list) { $0.observer = .ema })
    #expect(misses(list) { $0.mode = .reference })
    #expect(misses(list) { $0.batchSize = 7 })
    #expect(misses(list) { $0.scoredWidths = [4, 8] })
    #expect(misses(list) { $0.logIntSoftmaxSites = [SiteID("a")] })
  }

  /// The weights are the same; what becomes of the images is not.
  @Test(arguments: [("0.5, 0.5, 0.5", "0.4, 0.5, 0.5"), ("bicubic", "bilinear"), ("\"crop_pct\": 1.0", "\"crop_pct\": 0.9")])
  func `Another config.json misses`(old: String, new: String) throws {
    let calibration = try bench.calibrate()
    store().save(calibration)
    let other = URL(fileURLWithPath: bench.path("other"))
    let text = TinyModel.configuration.replacingOccurrences(of: old, with: new)
    #expect(text != TinyModel.configuration)
    let model = try Model(folder: TinyModel.write(to: other, configuration: text))
    #expect(model.checkpoint.digest == bench.model.checkpoint.digest)
    #expect(load(calibration, from: store(model: model)) == nil)
  }

  private var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/calibration")) ?? []).sorted()
  }

  @Test func `A damaged file is put aside, said once, calibrated again and replaced`() throws {
    func calibration(_ session: EvaluationSession) throws -> Calibration {
      try session.calibration(for: .base, cancellation: CancellationFlag(), progress: { _, _ in })
    }
    let first = try calibration(bench.session(cacheFolder: folder))
    let file = try #require(files.first)
    let url = URL(fileURLWithPath: folder + "/calibration/" + file)
    let data = try Data(contentsOf: url)
    for damaged in [Data(), data.prefix(data.count / 2), data + [0], Data("{}".utf8), Data("nonsense\n".utf8)] {
      try damaged.write(to: url)
      let session = bench.session(cacheFolder: folder)
      #expect(try calibration(session) == first)
      let remarks = session.takeCacheRemarks()
      #expect(remarks.count == 1)
      #expect(remarks.first?.contains("damaged: ") == true && remarks.first?.contains("\(file).damaged") == true)
      #expect(session.takeCacheRemarks().isEmpty)
      #expect(files == [file, file + ".damaged"])
      #expect(try Data(contentsOf: url) == data)
      let next = bench.session(cacheFolder: folder)
      #expect(try calibration(next) == first && next.takeCacheRemarks().isEmpty)
    }
  }

  @Test func `What is no file is put aside too`() throws {
    let calibration = try bench.calibrate()
    store().save(calibration)
    let path = folder + "/calibration/" + (try #require(files.first))
    for make in [
      { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) },
      { mkfifo(path, 0o600) },
      { try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero") },
      // Sparse: a terabyte that takes no space.
      {
        FileManager.default.createFile(atPath: path, contents: nil)
        truncate(path, 1 << 40)
      },
    ] as [() throws -> Void] {
      try? FileManager.default.removeItem(atPath: path)
      try? FileManager.default.removeItem(atPath: path + ".damaged")
      try make()
      let cache = CacheFolder(path: folder)
      let store = CalibrationStore(cache: cache, model: bench.model, identity: ModelIdentity(bench.model))
      #expect(load(calibration, from: store) == nil)
      #expect(cache.takeRemarks().count == 1)
      #expect(!FileManager.default.fileExists(atPath: path))
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
    #expect(session.takeCacheRemarks().isEmpty)
  }
}
