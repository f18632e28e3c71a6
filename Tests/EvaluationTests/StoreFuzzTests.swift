import Foundation
import Graphs
import Models
import Quantization
import TestSupport
import Testing

@testable import Evaluation

/// Whatever happens to a kept file, its numbers are those that were written or are refused, and nothing traps.
@Suite struct StoreFuzzTests {
  private let bench: TinyBench
  private let cache: CacheFolder

  init() throws {
    bench = try TinyBench(imageCount: 3)
    cache = CacheFolder(path: bench.path("cache"))
  }

  private static func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 2: bytes.removeSubrange(place...)
    case 3: bytes.remove(at: place)
    case 4: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
    default:
      let end = min(bytes.count, place + 8)
      for index in place..<end { bytes[index] = [0, 255, 127, 128].randomElement(using: &generator) ?? 0 }
    }
    return bytes
  }

  @Test func `A file that was changed anywhere is refused`() throws {
    let calibration = try bench.calibrate()
    let store = CalibrationStore(cache: cache, model: bench.model, identity: ModelIdentity(bench.model))
    store.save(calibration)
    let key = try #require(cache.keys(.calibration, prefix: "").first)
    let path = cache.path + "/calibration/" + key + StoredFile.suffix
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var generator = SeededGenerator(seed: 41)
    for _ in 0..<400 {
      let mutated = Self.mutated(bytes, &generator)
      switch StoredFile.check(mutated, kind: "calibration", key: key) {
      case .sound: #expect(mutated == bytes, "seed 41")
      case .damaged, .missing: break
      }
    }
    guard case .sound = StoredFile.check(bytes, kind: "calibration", key: key) else {
      Issue.record("the file itself is refused")
      return
    }
    for (kind, other) in [("calibration", "other"), ("runs", key)] {
      guard case .damaged = StoredFile.check(bytes, kind: kind, key: other) else {
        Issue.record("taken for another: \(kind) \(other)")
        continue
      }
    }
  }

  /// Somebody who changes a number can also write a digest to it: then the numbers themselves are looked at.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Numbers that pass make quantizers without a trap`(seed: UInt64) throws {
    let options = [CalibrationOptions(), CalibrationOptions(observer: .omse, scoredWidths: [4, 8])][Int(seed % 2)]
    let calibration = try bench.calibrate(options)
    var writer = ByteWriter()
    calibration.write(to: &writer)
    var generator = SeededGenerator(seed: 500 + seed)
    var passed = 0
    for _ in 0..<300 {
      var reader = ByteReader(Self.mutated(writer.bytes, &generator)[...])
      guard let read = try? Calibration(from: &reader), reader.isAtEnd, read.problem(for: bench.graph) == nil,
        read.options == options
      else { continue }
      passed += 1
      for configuration in [.base, bench.fullMethod] as [QuantizationConfiguration] {
        var configuration = configuration
        configuration.observer = options.observer
        _ = try bench.plan(configuration, read, arithmetic: .integer)
      }
      _ = read.statistics.mapValues(\.rangeRatio)
    }
    #expect(passed > 0, "seed \(generator.seed): some changes only change a number")
  }

  /// What the first version of the cache took for good, and what it did then.
  @Test func `Numbers that no calibration has are refused`() throws {
    let sound = try bench.calibrate()
    let norm = try #require(bench.graph.activationSites.first { $0.role == .normInput }).id
    let attention = bench.graph.attentions[0].probabilities
    func refuses(
      _ site: (inout SiteCalibration) -> Void = { _ in }, _ statistics: (inout SiteStatistics) -> Void = { _ in },
      _ attentions: (inout AttentionStatistics) -> Void = { _ in },
      dropping: SiteID? = nil, adding: SiteID? = nil
    ) throws -> Bool {
      var sites = sound.sites
      var all = sound.statistics
      var distributions = sound.attentions
      site(&sites[norm]!)
      statistics(&all[norm]!)
      attentions(&distributions[attention]!)
      if let dropping {
        sites[dropping] = nil
      }
      if let adding { sites[adding] = sites[norm] }
      return Calibration(
        options: sound.options, imageCount: sound.imageCount, sampleCount: sound.sampleCount,
        imageListDigest: sound.imageListDigest, checkpointDigest: sound.checkpointDigest, sites: sites, statistics: all,
        attentions: distributions
      ).problem(for: bench.graph) != nil
    }
    #expect(try !refuses())
    #expect(try refuses({ $0.bounds[0] = nil }))
    #expect(try refuses({ $0.bounds[0]!.minimum = .nan }))
    #expect(try refuses({ $0.bounds[0] = .init(minimum: 1, maximum: -1) }))
    #expect(try refuses({ $0.bounds[8] = $0.bounds[0] }))
    #expect(try refuses({ $0.extremes.maximum = .infinity }))
    #expect(try refuses({ $0.extremes = .init(minimum: -3e38, maximum: 3e38) }))
    #expect(try refuses({ $0.channelMinima.removeLast() }))
    #expect(try refuses({ $0.channelMaxima = [] }))
    #expect(try refuses({ $0.channelMaxima[3] = -.infinity }))
    #expect(try refuses({ $0.exponents[8]![0] = 4 }))
    #expect(try refuses({ $0.exponents[8]!.append(0) }))
    #expect(try refuses({ $0.exponents[7] = nil }))
    #expect(try refuses({ $0.exponents[9] = $0.exponents[8] }))
    #expect(try refuses({ _ in }, { $0.maximum = .nan }))
    #expect(try refuses({ _ in }, { $0.histogram.counts.removeLast() }))
    #expect(try refuses({ _ in }, { $0.histogram.counts = [UInt64](repeating: .max, count: 256) }))
    #expect(try refuses({ _ in }, { $0.channelHistograms.removeLast() }))
    #expect(try refuses({ _ in }, { $0.errors[.layerWise(8)] = SignalToNoise(signal: -1, noise: 0) }))
    #expect(try refuses({ _ in }, { $0.errors[.logIntSoftmax(bits: 4)] = SignalToNoise() }))
    #expect(try refuses({ _ in }, { _ in }, { $0.counts.removeLast() }))
    #expect(try refuses({ _ in }, { _ in }, { $0.zeroCounts = [] }))
    #expect(try refuses({ _ in }, { _ in }, { $0.levels[.layerWise(8)]![0].values[0] = .infinity }))
    #expect(try refuses({ _ in }, { _ in }, { $0.levels[.layerWise(8)]![0].counts = [] }))
    #expect(try refuses(dropping: norm))
    #expect(try refuses(adding: SiteID("blocks.99.norm1")))
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Any finite float survives`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 300 + seed)
    var floats: [Float] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
    ]
    while floats.count < 2000 {
      let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
      if value.isFinite { floats.append(value) }
    }
    var writer = ByteWriter()
    writer.write(floats)
    var reader = ByteReader(writer.bytes[...])
    #expect(try reader.array(Float.self).map(\.bitPattern) == floats.map(\.bitPattern), "seed \(generator.seed)")
  }
}
