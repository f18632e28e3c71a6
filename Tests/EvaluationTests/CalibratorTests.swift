import Graphs
import Evaluation
import Models
import Quantization
import Tensors
import TestSupport
import Testing

/// Calibration against its definition on the activations that it saw: 10 images in batches of 4, 4 and 2.
@Suite struct CalibratorTests {
  private static let batchSize = 4
  private let bench: TinyBench
  private let values: [SiteID: [[Float]]]

  init() throws {
    bench = try TinyBench(imageCount: 10)
    values = try bench.captured(PlanCompiler(model: bench.model).floatPlan())
  }

  private func calibrate(
    _ observer: ObserverKind, mode: CalibrationOptions.Mode = .default, softmaxes: [SiteID] = []
  ) throws -> Calibration {
    try bench.calibrate(
      CalibrationOptions(observer: observer, mode: mode, batchSize: Self.batchSize, logIntSoftmaxSites: softmaxes))
  }

  private func channels(_ id: SiteID) -> Int { bench.graph.site(id)!.channelCount }

  @Test func `Every activation site is calibrated, and no weight`() throws {
    let calibration = try calibrate(.minmax)
    #expect(Set(calibration.sites.keys) == Set(bench.graph.activationSites.map(\.id)))
    #expect(Set(values.keys).union([SiteID("pos_embed")]) == Set(calibration.sites.keys))
    #expect(calibration.imageCount == 10)
    #expect(calibration.checkpointDigest == bench.model.checkpoint.digest)
    #expect(calibration.imageListDigest == bench.images.digest)
  }

  @Test(arguments: ObserverKind.allCases, CalibrationOptions.Mode.allCases)
  func `Extremes of sites and channels are those of all images`(observer: ObserverKind, mode: CalibrationOptions.Mode)
    throws
  {
    let calibration = try calibrate(observer, mode: mode)
    for (id, images) in values {
      let site = calibration.sites[id]!
      let extremes = NaiveCalibration.extremes(images)
      #expect(site.extremes == .init(minimum: extremes.minimum, maximum: extremes.maximum), "\(id)")
      guard !site.channelMinima.isEmpty else {
        #expect([.image, .scores, .attention].contains(bench.graph.site(id)!.role))
        continue
      }
      for channel in 0..<channels(id) {
        let own = images.flatMap { image in stride(from: channel, to: image.count, by: channels(id)).map { image[$0] } }
        #expect(site.channelMinima[channel] == own.min() && site.channelMaxima[channel] == own.max(), "\(id)")
      }
    }
  }

  @Test func minmax() throws {
    for (id, site) in try calibrate(.minmax).sites { #expect(site.bounds == [0: site.extremes], "\(id)") }
  }

  @Test func ema() throws {
    let calibration = try calibrate(.ema)
    for (id, images) in values {
      let batches = NaiveCalibration.batches(images, of: Self.batchSize).map(NaiveCalibration.extremes)
      expect(
        calibration.sites[id]!.bounds, id, NaiveCalibration.average(batches.map { Double($0.minimum) }),
        NaiveCalibration.average(batches.map { Double($0.maximum) }))
    }
  }

  @Test func percentile() throws {
    let calibration = try calibrate(.percentile)
    for (id, images) in values {
      let batches = NaiveCalibration.batches(images, of: Self.batchSize)
      expect(
        calibration.sites[id]!.bounds, id,
        NaiveCalibration.average(batches.map { NaiveCalibration.quantile(TailCollector.lowQuantile, $0) }),
        NaiveCalibration.average(batches.map { NaiveCalibration.quantile(TailCollector.highQuantile, $0) }))
    }
  }

  /// Held to a few roundings of float32 at the size of the range.
  private func expect(_ bounds: [Int: SiteCalibration.Bounds], _ id: SiteID, _ minimum: Double, _ maximum: Double) {
    guard let found = bounds[0], bounds.count == 1 else {
      Issue.record("\(id) has no bounds")
      return
    }
    let bound = 8 * 0x1p-24 * max(abs(minimum), abs(maximum))
    #expect(abs(Double(found.minimum) - minimum) <= bound, "\(id)")
    #expect(abs(Double(found.maximum) - maximum) <= bound, "\(id)")
  }

  @Test(arguments: CalibrationOptions.Mode.allCases)
  func omse(mode: CalibrationOptions.Mode) throws {
    let calibration = try calibrate(.omse, mode: mode)
    for name in ["blocks.0.norm1", "blocks.0.attn.scores", "blocks.1.attn.proj.output", "blocks.1.norm2", "norm.output", "logits"] {
      let id = SiteID(name)
      let images = values[id]!
      let extremes = NaiveCalibration.extremes(images)
      // The last batch has as many images as the others, as the last of the authors' program has.
      let scored = mode == .reference ? Array(images.suffix(Self.batchSize)) : images
      let best = NaiveCalibration.omse(scored, bits: 8, minimum: extremes.minimum, maximum: extremes.maximum)
      #expect(calibration.sites[id]!.bounds == [8: .init(minimum: best.minimum, maximum: best.maximum)], "\(id)")
    }
  }

  @Test func `The position embedding is read off the checkpoint`() throws {
    let id = SiteID("pos_embed")
    let embedding = [bench.model.checkpoint["pos_embed"].elements]
    let extremes = NaiveCalibration.extremes(embedding)
    let bounds = SiteCalibration.Bounds(minimum: extremes.minimum, maximum: extremes.maximum)
    for observer in [ObserverKind.minmax, .ema] { #expect(try calibrate(observer).sites[id]!.bounds == [0: bounds]) }
    let best = NaiveCalibration.omse(embedding, bits: 8, minimum: bounds.minimum, maximum: bounds.maximum)
    #expect(try calibrate(.omse).sites[id]!.bounds == [8: .init(minimum: best.minimum, maximum: best.maximum)])
    expect(
      try calibrate(.percentile).sites[id]!.bounds, id, NaiveCalibration.quantile(TailCollector.lowQuantile, embedding),
      NaiveCalibration.quantile(TailCollector.highQuantile, embedding))
  }

  /// In `reference` mode the exponents are scored on the last batch, with the scale of all images.
  @Test(arguments: [ObserverKind.minmax, .percentile], CalibrationOptions.Mode.allCases)
  func exponents(observer: ObserverKind, mode: CalibrationOptions.Mode) throws {
    let calibration = try calibrate(observer, mode: mode)
    var seen: Set<UInt8> = []
    for norm in bench.graph.layerNorms {
      let images = values[norm.input]!
      let extremes = NaiveCalibration.extremes(images)
      let scored = mode == .reference ? Array(images.suffix(Self.batchSize)) : images
      for bits in [8, 4] {
        let expected = NaiveCalibration.exponents(
          scored, channels: channels(norm.input), bits: bits, minimum: extremes.minimum, maximum: extremes.maximum)
        #expect(calibration.sites[norm.input]!.exponents[bits] == expected, "\(norm.input), \(bits) bits")
        seen.formUnion(expected)
      }
      #expect(Set(calibration.sites[norm.input]!.exponents.keys) == Set(IntegerFormat.widths))
    }
    #expect(seen.count > 1)
  }

  @Test(arguments: [(1, 1), (10, 10), (255, 255), (256, 256), (257, 256), (1000, 256), (50_000, 256)])
  func `Scored images are spread evenly`(count: Int, expected: Int) {
    let scored = Calibrator.scoredImages(of: count)
    #expect(scored.count == expected && scored.first == 0 && scored.allSatisfy { $0 < count })
    let steps = Set(zip(scored, scored.dropFirst()).map { $1 - $0 })
    #expect(steps.allSatisfy { $0 == count / expected || $0 == (count + expected - 1) / expected })
    #expect(count - scored[expected - 1] <= (count + expected - 1) / expected)
  }

  /// Ranges are those of all images all the same; `reference` mode knows no sample.
  @Test func `Of more images than are scored, exponents and OMSE ranges go by the sample`() throws {
    let bench = try TinyBench(imageCount: Calibrator.scoredCount + 44)
    let values = try bench.captured(PlanCompiler(model: bench.model).floatPlan())
    let calibration = try bench.calibrate(CalibrationOptions(observer: .omse), threadCount: 4)
    let scored = Calibrator.scoredImages(of: bench.images.count)
    var differing = 0
    for norm in bench.graph.layerNorms {
      let images = values[norm.input]!
      let extremes = NaiveCalibration.extremes(images)
      let site = calibration.sites[norm.input]!
      #expect(site.extremes == .init(minimum: extremes.minimum, maximum: extremes.maximum))
      func exponents(_ images: [[Float]]) -> [UInt8] {
        NaiveCalibration.exponents(
          images, channels: channels(norm.input), bits: 8, minimum: extremes.minimum, maximum: extremes.maximum)
      }
      #expect(site.exponents[8] == exponents(scored.map { images[$0] }), "\(norm.input)")
      if site.exponents[8] != exponents(images) { differing += 1 }
      let omse = { NaiveCalibration.omse($0, bits: 8, minimum: extremes.minimum, maximum: extremes.maximum) }
      let best = omse(scored.map { images[$0] })
      #expect(site.bounds == [8: .init(minimum: best.minimum, maximum: best.maximum)], "\(norm.input)")
      if best != omse(images) { differing += 1 }
    }
    // Else the test could not tell the sample from all images.
    #expect(differing > 0)
    let reference = CalibrationOptions(mode: .reference, batchSize: bench.images.count)
    let norm = bench.graph.layerNorms[0].input
    let extremes = NaiveCalibration.extremes(values[norm]!)
    #expect(
      try bench.calibrate(reference).sites[norm]!.exponents[8]
        == NaiveCalibration.exponents(
          values[norm]!, channels: channels(norm), bits: 8, minimum: extremes.minimum, maximum: extremes.maximum))
  }

  @Test func `With LIS the last batch of the reference differs behind the attention only`() throws {
    let plain = try calibrate(.minmax, mode: .reference)
    let softmax = SiteID("blocks.0.attn.softmax")
    let lis = try calibrate(.minmax, mode: .reference, softmaxes: [softmax])
    let order = bench.graph.sites.map(\.id)
    let place = order.firstIndex(of: softmax)!
    for id in order[..<place] { #expect(lis.sites[id] == plain.sites[id], "\(id)") }
    // The attention itself saw two batches less the last one's images.
    let seen = NaiveCalibration.extremes(Array(values[softmax]!.prefix(8)))
    #expect(lis.sites[softmax]!.extremes == .init(minimum: seen.minimum, maximum: seen.maximum))
    let later = order[(place + 1)...].filter { lis.sites[$0] != nil && $0 != SiteID("blocks.0.attn.context") }
    #expect(later.contains { lis.sites[$0] != plain.sites[$0] })
  }

  @Test func `Options follow mode and configuration`() throws {
    let graph = bench.graph
    var source = EvaluationSource(imagesPath: "", mode: .reference, threadCount: 1)
    #expect(source.calibrationOptions(for: .base, graph: graph).logIntSoftmaxSites.isEmpty)
    #expect(
      source.calibrationOptions(for: bench.fullMethod, graph: graph).logIntSoftmaxSites
        == graph.attentions.map(\.probabilities))
    source.mode = .default
    // PTS and LIS share one calibration where calibration is in float.
    #expect(
      source.calibrationOptions(for: bench.fullMethod, graph: graph)
        == source.calibrationOptions(for: .base, graph: graph))
    let mixed = bench.configuration([.hidden: .layerWise(4), .logits: .layerWise(6)], observer: .omse)
    #expect(source.calibrationOptions(for: mixed, graph: graph).scoredWidths == [4, 6, 8])
    #expect(source.calibrationOptions(for: mixed, graph: graph).observer == .omse)
  }

  @Test func `A width that OMSE did not score is asked for by name`() throws {
    let calibration = try calibrate(.omse)
    let configuration = bench.configuration([.hidden: .layerWise(3)], observer: .omse)
    let error = #expect(throws: EvaluationError.self) { try bench.plan(configuration, calibration) }
    #expect(
      error?.description
        == "blocks.0.mlp.act was not calibrated for 'uniform3'; calibrate again with this configuration")
  }

  @Test func `One batch with LIS throughout still has finite parameters`() throws {
    let softmaxes = bench.graph.attentions.map(\.probabilities)
    let calibration = try bench.calibrate(
      CalibrationOptions(mode: .reference, batchSize: 100, logIntSoftmaxSites: softmaxes))
    for (id, site) in calibration.sites {
      #expect(site.extremes.minimum <= site.extremes.maximum, "\(id)")
      #expect(site.bounds.values.allSatisfy { $0.minimum.isFinite && $0.maximum.isFinite }, "\(id)")
      #expect(site.extremes.minimum.isFinite && site.extremes.maximum.isFinite, "\(id)")
    }
  }

  @Test func `Progress ends with everything done`() throws {
    let log = Log<(done: Int, total: Int)>()
    _ = try Calibrator(
      compiler: PlanCompiler(model: bench.model), images: bench.images.pixels, imageListDigest: "",
      options: CalibrationOptions(batchSize: Self.batchSize), threadCount: 2
    ).calibrate(cancellation: CancellationFlag(), progress: { log.append(($0, $1)) })
    let entries = log.entries
    #expect(Set(entries.map(\.total)).count == 1)
    #expect(entries.map(\.done).sorted() == Array(1...entries[0].total))
  }
}
