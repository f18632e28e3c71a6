import Tensors
import Kernels
import Models
import Quantization
import Synchronization

/// Runs the float model over the calibration images and finds every site's parameters.
///
/// Three sweeps: ranges over all images, then the scores of PTS exponents and OMSE ranges, then the statistics that the
/// views show, on a sample. In `reference` mode the second covers the last batch only, as the authors' program does.
package struct Calibrator: Sendable {
  /// Images whose own errors and histograms are taken.
  package static let sampleCount = 32

  package let compiler: PlanCompiler
  package let images: PixelStore
  package let imageListDigest: String
  package let options: CalibrationOptions
  package let threadCount: Int

  private let sites: CalibratedSites

  package init(
    compiler: PlanCompiler, images: PixelStore, imageListDigest: String, options: CalibrationOptions, threadCount: Int
  ) {
    self.compiler = compiler
    self.images = images
    self.imageListDigest = imageListDigest
    self.options = options
    self.threadCount = threadCount
    sites = CalibratedSites(graph: compiler.model.graph)
  }

  /// Blocks until done; call it off the main thread.
  ///
  /// - Parameter progress: image passes done and to do, from any thread.
  /// - Throws: `cancelled` soon after the flag is set.
  package func calibrate(
    cancellation: CancellationFlag, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws(EvaluationError) -> Calibration {
    let batchSize = min(options.batchSize, images.count)
    let sampleCount = min(Self.sampleCount, images.count)
    let lastBatch = images.count - batchSize..<images.count
    let scored = options.mode == .reference ? lastBatch : images.indices
    let float = try compiler.floatPlan()
    let sweep = ImageSweep(
      images: images, input: compiler.model.input, threadCount: threadCount, cancellation: cancellation)
    let counter = ProgressCounter(total: images.count + scored.count + sampleCount, report: progress)
    let run = Run(calibrator: self, sweep: sweep, counter: counter)

    var observers = Observers(sites: sites, kind: options.observer)
    let all = RangePartial(sites: sites, tailsOfImages: nil)
    for start in stride(from: 0, to: images.count, by: batchSize) {
      let batch = start..<min(start + batchSize, images.count)
      if options.mode == .reference, batch.upperBound == images.count { break }
      let ranges = try run.ranges(batch, plan: float)
      observers.fold(ranges)
      all.merge(ranges)
    }
    var scoringPlan = float
    if options.mode == .reference {
      scoringPlan = try run.referencePlan(lastBatch: lastBatch, observers: observers)
      let ranges = try run.ranges(lastBatch, plan: scoringPlan)
      observers.fold(ranges)
      all.merge(ranges)
    }
    observers.fillUnobserved(all)
    all.fillUnobserved()
    try checkRanges(all)
    let tasks = scoringTasks(observers: observers, all: all)
    let scores = try run.scores(scored, plan: scoringPlan, tasks: tasks)
    var calibrated = siteCalibrations(observers: observers, all: all, scores: scores)
    for site in compiler.model.graph.activationSites where site.role == .positionEmbedding {
      calibrated[site.id] = positionCalibration(of: site)
    }
    let inspection = try inspect(run, float: float, sampleCount: sampleCount, all: all, calibrated: calibrated)
    return Calibration(
      options: options, imageCount: images.count, sampleCount: sampleCount, imageListDigest: imageListDigest,
      checkpointDigest: compiler.model.checkpoint.digest, sites: calibrated,
      statistics: inspection.statistics, attentions: inspection.attentions)
  }

  private func inspect(
    _ run: Run, float: ExecutionPlan, sampleCount: Int, all: RangePartial, calibrated: [SiteID: SiteCalibration]
  ) throws(EvaluationError) -> (statistics: [SiteID: SiteStatistics], attentions: [SiteID: AttentionStatistics]) {
    let sites = sites
    let tasks = inspectionTasks(all: all, calibrated: calibrated, sites: sites)
    let calibration = draft(calibrated)
    // LIS is shown on 8-bit scores, the width that the method gives them; OMSE may have scored another only.
    let width = options.scoredWidths.contains(8) ? 8 : options.scoredWidths[0]
    let softmaxes = sites.attentions.map { attention -> AttentionInspection.Softmax in
      guard case .uniform(let scores)? = calibration.quantizer(for: .layerWise(width), at: attention.scores) else {
        preconditionFailure("scores are calibrated")
      }
      let quantizer = LogIntSoftmaxQuantizer(bits: AttentionInspection.widestBits, scoreScale: scores.scales[0])
      return .init(scores: scores, kernel: LogIntSoftmaxKernel(quantizer: quantizer))
    }
    let inspected = try run.inspection(0..<sampleCount, plan: float) {
      InspectionPartial(tasks: tasks, sites: sites, softmaxes: softmaxes)
    }
    var statistics: [SiteID: SiteStatistics] = [:]
    for entry in inspected.statistics { statistics[entry.site] = entry }
    var attentions: [SiteID: AttentionStatistics] = [:]
    for (index, attention) in sites.attentions.enumerated() {
      guard let site = sites.index(of: attention.probabilities) else { continue }
      statistics[attention.probabilities]?.errors.merge(inspected.attentions[index].errors) { $1 }
      attentions[attention.probabilities] = AttentionStatistics(
        site: attention.probabilities, counts: all.attentionCounts[index], zeroCounts: all.attentionZeros[index],
        levels: inspected.attentions[index].levels(quantizers: tasks[site].quantizers))
    }
    return (statistics, attentions)
  }

  /// The sweeps of one calibration, with its progress.
  private struct Run {
    let calibrator: Calibrator
    let sweep: ImageSweep
    let counter: ProgressCounter

    func ranges(
      _ images: Range<Int>, plan: ExecutionPlan, through last: Int? = nil, countsProgress: Bool = true
    ) throws(EvaluationError) -> RangePartial {
      let sites = calibrator.sites
      let tailed = calibrator.options.observer == .percentile ? images.count : nil
      let result = RangePartial(sites: sites, tailsOfImages: tailed)
      let counter = counter
      try sweep.run(
        images, plan: plan, make: { RangePartial(sites: sites, tailsOfImages: tailed) },
        visit: { partial, pixels, executor in
          executor.run(
            pixels, through: last,
            before: { operation, value in
              if let site = sites.siteOfOperation[operation.id] { partial.observe(site: site, value) }
            })
          if countsProgress { counter.advance() }
        },
        merge: { partial, _ in result.merge(partial) })
      return result
    }

    func scores(
      _ images: Range<Int>, plan: ExecutionPlan, tasks: [ScoringPartial.Task], through last: Int? = nil,
      countsProgress: Bool = true
    ) throws(EvaluationError) -> ScoringPartial {
      let sites = calibrator.sites
      let result = ScoringPartial(tasks: tasks, sites: sites)
      let counter = counter
      try sweep.run(
        images, plan: plan, make: { ScoringPartial(tasks: tasks, sites: sites) },
        visit: { partial, pixels, executor in
          executor.run(
            pixels, through: last,
            before: { operation, value in
              guard let site = sites.siteOfOperation[operation.id], !tasks[site].isEmpty else { return }
              partial.observe(site: site, channelCount: sites.sites[site].channelCount, value)
            })
          if countsProgress { counter.advance() }
        },
        merge: { partial, _ in result.merge(partial) })
      return result
    }

    /// The plan of the last batch: each attention runs LIS by the scale that its scores have just got, so the scales
    /// are found one attention after another.
    func referencePlan(lastBatch: Range<Int>, observers: Observers) throws(EvaluationError) -> ExecutionPlan {
      let sites = calibrator.sites
      var scales: [SiteID: Float] = [:]
      for attention in sites.attentions where calibrator.options.logIntSoftmaxSites.contains(attention.probabilities) {
        guard let index = sites.index(of: attention.scores),
          let operation = calibrator.compiler.model.graph.operationIndex(of: attention.scores)
        else { continue }
        let plan = try calibrator.compiler.referenceCalibrationPlan(scoreScales: scales)
        let ranges = try ranges(lastBatch, plan: plan, through: operation, countsProgress: false)
        try Calibrator.check(ranges.extremes(ofSite: index), at: sites.sites[index])
        var observer = observers.observers[index]
        observer.fold(ranges.batchExtremes(ofSite: index))
        var quantizer = UniformQuantizer(
          asymmetric: 8, minima: [observer.minimum ?? 0], maxima: [observer.maximum ?? 0])
        if calibrator.options.observer == .omse {
          var tasks = [ScoringPartial.Task](repeating: .init(), count: sites.sites.count)
          let candidates = OMSECandidates(
            bits: 8, minimum: observer.minimum ?? 0, maximum: observer.maximum ?? 0)
          tasks[index].candidates = [candidates.quantizers]
          let scores = try scores(lastBatch, plan: plan, tasks: tasks, through: operation, countsProgress: false)
          quantizer = candidates.quantizer(scores.bestCandidate(site: index, width: 0))
        }
        scales[attention.probabilities] = quantizer.scales[0]
      }
      return try calibrator.compiler.referenceCalibrationPlan(scoreScales: scales)
    }

    func inspection(
      _ images: Range<Int>, plan: ExecutionPlan, make: @escaping @Sendable () -> InspectionPartial
    ) throws(EvaluationError) -> InspectionPartial {
      let sites = calibrator.sites
      let result = make()
      let counter = counter
      try sweep.run(
        images, plan: plan, make: make,
        visit: { partial, pixels, executor in
          executor.run(
            pixels,
            before: { operation, value in
              if let site = sites.siteOfOperation[operation.id] { partial.observe(site: site, value) }
            })
          counter.advance()
        },
        merge: { partial, _ in result.merge(partial) })
      return result
    }
  }

  /// The observers of all sites, folded together batch by batch.
  struct Observers {
    var observers: [Observer]

    init(sites: CalibratedSites, kind: ObserverKind) {
      observers = sites.sites.map { _ in Observer(kind: kind) }
    }

    mutating func fold(_ batch: RangePartial) {
      for index in observers.indices {
        let extremes = batch.extremes(ofSite: index)
        // In `reference` mode an attention that runs LIS has no float probabilities in the last batch.
        guard extremes.minimum <= extremes.maximum else { continue }
        observers[index].fold(batch.batchExtremes(ofSite: index))
      }
    }

    /// Gives attentions that `all` never saw the range that probabilities can have.
    mutating func fillUnobserved(_ all: RangePartial) {
      for index in all.unobservedAttentionSites {
        observers[index].fold(BatchExtremes(minimum: 0, maximum: 1, lowQuantile: 0, highQuantile: 1))
      }
    }
  }

  /// Finite weights can still be so large that activations are not; no scale describes those.
  private func checkRanges(_ all: RangePartial) throws(EvaluationError) {
    for (index, site) in sites.sites.enumerated() {
      try Self.check(all.extremes(ofSite: index), at: site)
    }
  }

  private static func check(
    _ extremes: (minimum: Float, maximum: Float), at site: Site
  ) throws(EvaluationError) {
    // A site that saw NaN alone has no range: NaN is passed over.
    guard extremes.minimum <= extremes.maximum, (extremes.maximum - extremes.minimum).isFinite else {
      throw .activationsOverflow(site: site.id)
    }
  }

  private func scoringTasks(observers: Observers, all: RangePartial) -> [ScoringPartial.Task] {
    sites.sites.enumerated().map { index, site in
      var task = ScoringPartial.Task()
      if site.role == .normInput {
        let extremes = all.extremes(ofSite: index)
        task.powersOfTwo = IntegerFormat.widths.map { bits in
          let base = PowersOfTwoScaleQuantizer.base(bits: bits, minimum: extremes.minimum, maximum: extremes.maximum)
          return (IntegerFormat(bits: bits, isSigned: false), base.scale, base.zeroPoint)
        }
      }
      if options.observer == .omse, let minimum = observers.observers[index].minimum,
        let maximum = observers.observers[index].maximum
      {
        task.candidates = options.scoredWidths.map {
          OMSECandidates(bits: $0, minimum: minimum, maximum: maximum).quantizers
        }
      }
      return task
    }
  }

  private func siteCalibrations(
    observers: Observers, all: RangePartial, scores: ScoringPartial
  ) -> [SiteID: SiteCalibration] {
    var result: [SiteID: SiteCalibration] = [:]
    for (index, site) in sites.sites.enumerated() {
      let extremes = all.extremes(ofSite: index)
      let minimum = observers.observers[index].minimum ?? extremes.minimum
      let maximum = observers.observers[index].maximum ?? extremes.maximum
      var bounds: [Int: SiteCalibration.Bounds] = [0: .init(minimum: minimum, maximum: maximum)]
      for (width, bits) in options.scoredWidths.enumerated() where options.observer == .omse {
        let candidates = OMSECandidates(bits: bits, minimum: minimum, maximum: maximum)
        let best = candidates.ranges[scores.bestCandidate(site: index, width: width)]
        bounds[bits] = .init(minimum: best.minimum, maximum: best.maximum)
      }
      if options.observer == .omse { bounds[0] = nil }
      var exponents: [Int: [UInt8]] = [:]
      if site.role == .normInput {
        for (width, bits) in IntegerFormat.widths.enumerated() {
          exponents[bits] = scores.exponents(site: index, width: width)
        }
      }
      result[site.id] = SiteCalibration(
        bounds: bounds, extremes: .init(minimum: extremes.minimum, maximum: extremes.maximum),
        channelMinima: all.channelMinima[index], channelMaxima: all.channelMaxima[index], exponents: exponents)
    }
    return result
  }

  /// The position embedding is a constant: every batch sees the same values.
  private func positionCalibration(of site: Site) -> SiteCalibration {
    let values = compiler.model.checkpoint["pos_embed"].elements
    var minima = [Float](repeating: .infinity, count: site.channelCount)
    var maxima = [Float](repeating: -.infinity, count: site.channelCount)
    for (index, value) in values.enumerated() {
      minima[index % site.channelCount] = min(minima[index % site.channelCount], value)
      maxima[index % site.channelCount] = max(maxima[index % site.channelCount], value)
    }
    let extremes = (minimum: minima.min() ?? 0, maximum: maxima.max() ?? 0)
    var tails = TailCollector(expectedCount: values.count)
    // The array outlives the call; the collector copies what it keeps.
    values.withUnsafeBufferPointer { tails.add($0) }
    let quantiles = tails.quantiles
    var observer = Observer(kind: options.observer)
    observer.fold(
      BatchExtremes(
        minimum: extremes.minimum, maximum: extremes.maximum, lowQuantile: quantiles.low, highQuantile: quantiles.high))
    let minimum = observer.minimum ?? extremes.minimum
    let maximum = observer.maximum ?? extremes.maximum
    var bounds: [Int: SiteCalibration.Bounds] = [0: .init(minimum: minimum, maximum: maximum)]
    if options.observer == .omse {
      bounds = [:]
      for bits in options.scoredWidths {
        let candidates = OMSECandidates(bits: bits, minimum: minimum, maximum: maximum)
        let errors = candidates.quantizers.map {
          $0.squaredError(values, count: values.count, channelCount: site.channelCount)
        }
        let best = candidates.ranges[errors.indices.reduce(0) { errors[$1] < errors[$0] ? $1 : $0 }]
        bounds[bits] = .init(minimum: best.minimum, maximum: best.maximum)
      }
    }
    return SiteCalibration(
      bounds: bounds, extremes: .init(minimum: extremes.minimum, maximum: extremes.maximum), channelMinima: minima,
      channelMaxima: maxima, exponents: [:])
  }
}

extension OMSECandidates {
  var quantizers: [UniformQuantizer] { ranges.indices.map(quantizer) }
}

/// Counts images from any worker and reports the sum.
final class ProgressCounter: Sendable {
  private let total: Int
  private let done = Atomic<Int>(0)
  private let report: @Sendable (Int, Int) -> Void

  init(total: Int, report: @escaping @Sendable (Int, Int) -> Void) {
    self.total = total
    self.report = report
  }

  func advance() { report(done.wrappingAdd(1, ordering: .relaxed).newValue, total) }
}
