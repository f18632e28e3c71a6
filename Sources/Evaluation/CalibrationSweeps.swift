import Models
import Quantization

/// The sweeps of one calibration, with its progress.
struct CalibrationSweeps: Sendable {
  let compiler: PlanCompiler
  let options: CalibrationOptions
  let sites: CalibratedSites
  let sweep: ImageSweep
  let counter: ProgressCounter

  /// Runs a plan over images and gathers a partial result from the sites' values.
  ///
  /// - Parameters:
  ///   - last: the operation to stop after; the whole network where nil.
  ///   - countsProgress: whether these image passes are among those that were announced.
  func gather<Partial: SitePartial>(
    _ images: Range<Int>, plan: ExecutionPlan, through last: Int? = nil, countsProgress: Bool = true,
    make: @Sendable () -> Partial
  ) throws(EvaluationError) -> Partial {
    let result = make()
    let siteOfOperation = sites.siteOfOperation
    let counter = counter
    try sweep.run(
      images, plan: plan, make: make,
      visit: { partial, pixels, executor in
        executor.run(
          pixels, through: last,
          before: { operation, value in
            if let site = siteOfOperation[operation.id] { partial.observe(site: site, value) }
          })
        if countsProgress { counter.advance() }
      },
      merge: { partial, _ in result.merge(partial) })
    return result
  }

  func ranges(
    _ images: Range<Int>, plan: ExecutionPlan, through last: Int? = nil, countsProgress: Bool = true
  ) throws(EvaluationError) -> RangePartial {
    let sites = sites
    let tailed = options.observer == .percentile ? images.count : nil
    return try gather(images, plan: plan, through: last, countsProgress: countsProgress) {
      RangePartial(sites: sites, tailsOfImages: tailed)
    }
  }

  func scores(
    _ images: Range<Int>, plan: ExecutionPlan, tasks: [ScoringPartial.Task], through last: Int? = nil,
    countsProgress: Bool = true
  ) throws(EvaluationError) -> ScoringPartial {
    let sites = sites
    return try gather(images, plan: plan, through: last, countsProgress: countsProgress) {
      ScoringPartial(tasks: tasks, sites: sites)
    }
  }

  /// The plan of the last batch: each attention runs LIS by the scale that its scores have just got, so the scales
  /// are found one attention after another.
  func referencePlan(lastBatch: Range<Int>, observers: SiteObservers) throws(EvaluationError) -> ExecutionPlan {
    var scales: [SiteID: Float] = [:]
    for attention in sites.attentions where options.logIntSoftmaxSites.contains(attention.probabilities) {
      guard let index = sites.index(of: attention.scores),
        let operation = compiler.model.graph.operationIndex(of: attention.scores)
      else { continue }
      let plan = try compiler.referenceCalibrationPlan(scoreScales: scales)
      let ranges = try ranges(lastBatch, plan: plan, through: operation, countsProgress: false)
      try ranges.checkFinite(site: index)
      var observer = observers.observers[index]
      observer.fold(ranges.batchExtremes(ofSite: index))
      var quantizer = UniformQuantizer(
        asymmetric: 8, minima: [observer.minimum ?? 0], maxima: [observer.maximum ?? 0])
      if options.observer == .omse {
        var tasks = [ScoringPartial.Task](repeating: .init(), count: sites.sites.count)
        let candidates = OMSECandidates(
          bits: 8, minimum: observer.minimum ?? 0, maximum: observer.maximum ?? 0)
        tasks[index].candidates = [candidates.quantizers]
        let scores = try scores(lastBatch, plan: plan, tasks: tasks, through: operation, countsProgress: false)
        quantizer = candidates.quantizer(scores.bestCandidate(site: index, width: 0))
      }
      scales[attention.probabilities] = quantizer.scales[0]
    }
    return try compiler.referenceCalibrationPlan(scoreScales: scales)
  }
}
