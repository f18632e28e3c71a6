import Kernels
import Locks
import Graphs
import Models
import Quantization
import Synchronization
import Tensors

/// Runs the float model over the calibration images and finds every site's parameters.
///
/// Three sweeps: ranges over all images, then the scores of PTS exponents and OMSE ranges on a sample of them, then the
/// statistics that the views show, on the first. In `reference` mode the second covers the last batch, as the authors'
/// program does.
package struct Calibrator: Sendable {
  /// Images whose own errors and histograms are taken.
  package static let sampleCount = 32
  /// Images that exponents and OMSE ranges are scored on, in `default` mode: enough for a choice among few candidates,
  /// which has 50,000 values for each channel to go by.
  package static let scoredCount = 256

  package let compiler: PlanCompiler
  package let images: PixelStore
  package let imageListDigest: String
  package let options: CalibrationOptions
  package let threadCount: Int

  let sites: CalibratedSites

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
    let lastBatch = Array(images.indices.suffix(batchSize))
    let scored = options.mode == .reference ? lastBatch : Self.scoredImages(of: images.count)
    let float = try compiler.floatPlan()
    let sweep = ImageSweep(
      images: images, input: compiler.model.input, threadCount: threadCount, cancellation: cancellation)
    let counter = ProgressCounter(total: passCount, report: progress)
    let run = CalibrationSweeps(
      compiler: compiler, options: options, sites: sites, sweep: sweep, counter: counter)

    var batches = stride(from: 0, to: images.count, by: batchSize).map { start in
      Array(start..<min(start + batchSize, images.count))
    }
    if options.mode == .reference { batches.removeLast() }
    let folding = Guarded(FoldedRanges(sites: sites, kind: options.observer))
    try run.ranges(batches, plan: float, finish: { batch in folding.withLock { $0.fold(batch) } })
    var folded = folding.withLock(\.self)
    var scoringPlan = float
    if options.mode == .reference {
      scoringPlan = try run.referencePlan(lastBatch: lastBatch, observers: folded.observers)
      folded.fold(try run.ranges(lastBatch, plan: scoringPlan))
    }
    folded.fillUnobserved()
    let (observers, all) = (folded.observers, folded.all)
    try all.checkFinite()
    let tasks = scoringTasks(observers: observers, all: all)
    let scores = try run.scores(scored, plan: scoringPlan, tasks: tasks)
    var calibrated = siteCalibrations(observers: observers, all: all, scores: scores)
    let graph = compiler.model.graph
    for site in graph.activationSites where graph.isConstant(site) {
      guard let node = graph.nodeIndex(of: site.id), let values = float.constants.floats[node] else { continue }
      calibrated[site.id] = constantCalibration(of: site, values: values)
    }
    let inspection = try inspect(run, float: float, sampleCount: sampleCount, all: all, calibrated: calibrated)
    return Calibration(
      options: options, imageCount: images.count, sampleCount: sampleCount, imageListDigest: imageListDigest,
      checkpointDigest: compiler.model.checkpoint.digest, sites: calibrated,
      statistics: inspection.statistics, attentions: inspection.attentions)
  }

  /// Image passes of all sweeps together.
  static func passCount(imageCount: Int, mode: CalibrationOptions.Mode, batchSize: Int = 100) -> Int {
    let scoredCount = mode == .reference ? min(batchSize, imageCount) : min(scoredCount, imageCount)
    return imageCount + scoredCount + min(sampleCount, imageCount)
  }

  var passCount: Int { Self.passCount(imageCount: images.count, mode: options.mode, batchSize: options.batchSize) }

  /// Spread evenly, because sets are often in the order of their classes.
  package static func scoredImages(of count: Int) -> [Int] {
    let scoredCount = min(scoredCount, count)
    return (0..<scoredCount).map { $0 * count / scoredCount }
  }

  private func scoringTasks(observers: SiteObservers, all: RangePartial) -> [ScoringPartial.Task] {
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
    observers: SiteObservers, all: RangePartial, scores: ScoringPartial
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
}
