import Locks
import Graphs
import Models
import Quantization

/// The sweeps of one calibration, with its progress.
struct CalibrationSweeps: Sendable {
  let compiler: PlanCompiler
  let options: CalibrationOptions
  let sites: CalibratedSites
  let sweep: ImageSweep
  let counter: ProgressCounter

  /// Runs a plan over images and gathers a partial result a batch from the sites' values.
  ///
  /// - Parameters:
  ///   - last: the node to stop after; the whole network where nil.
  ///   - only: the one site that is observed; all where nil.
  ///   - countsProgress: whether these image passes are among those that were announced.
  ///   - make: an empty result for the batch with this index.
  ///   - finish: takes the batches' results in their order, never two at once.
  func gather<Partial: SitePartial>(
    _ batches: [[Int]], plan: Plan, through last: Int? = nil, only: Int? = nil, countsProgress: Bool = true,
    make: @Sendable (_ batch: Int) -> Partial, finish: @escaping @Sendable (Partial) -> Void
  ) throws(EvaluationError) {
    let open = Guarded<(batch: Int, partial: Partial)?>(nil)
    let siteOfNode = sites.siteOfNode
    let counter = counter
    try sweep.run(
      batches, plan: plan, make: make,
      visit: { partial, pixels, executor in
        executor.run(
          pixels, through: last,
          before: { node, value in
            guard let site = siteOfNode[node.id], only == nil || site == only else { return }
            partial.observe(site: site, value)
          })
        if countsProgress { counter.advance() }
      },
      merge: { partial, batch in
        open.withLock { open in
          if let (number, whole) = open {
            if number == batch { return whole.merge(partial) }
            finish(whole)
          }
          open = (batch, partial)
        }
      })
    if let (_, whole) = open.withLock(\.self) { finish(whole) }
  }

  /// One batch.
  func gather<Partial: SitePartial>(
    _ images: [Int], plan: Plan, through last: Int? = nil, only: Int? = nil, countsProgress: Bool = true,
    make: @Sendable () -> Partial
  ) throws(EvaluationError) -> Partial {
    let result = make()
    try gather(
      [images], plan: plan, through: last, only: only, countsProgress: countsProgress, make: { _ in make() },
      finish: { result.merge($0) })
    return result
  }

  /// The ranges of each batch, in the batches' order.
  func ranges(
    _ batches: [[Int]], plan: Plan, finish: @escaping @Sendable (RangePartial) -> Void
  ) throws(EvaluationError) {
    let make = makeRanges
    try gather(batches, plan: plan, make: { make(batches[$0].count) }, finish: finish)
  }

  func ranges(
    _ images: [Int], plan: Plan, through last: Int? = nil, only: Int? = nil, countsProgress: Bool = true
  ) throws(EvaluationError) -> RangePartial {
    let make = makeRanges
    return try gather(images, plan: plan, through: last, only: only, countsProgress: countsProgress) {
      make(images.count)
    }
  }

  /// An empty result for a batch of so many images.
  private var makeRanges: @Sendable (_ imageCount: Int) -> RangePartial {
    let sites = sites
    let needsTails = options.observer == .percentile
    return { RangePartial(sites: sites, tailsOfImages: needsTails ? $0 : nil) }
  }

  func scores(
    _ images: [Int], plan: Plan, tasks: [ScoringPartial.Task], through last: Int? = nil, only: Int? = nil,
    countsProgress: Bool = true
  ) throws(EvaluationError) -> ScoringPartial {
    let sites = sites
    return try gather(images, plan: plan, through: last, only: only, countsProgress: countsProgress) {
      ScoringPartial(tasks: tasks, sites: sites)
    }
  }

  /// The plan of the last batch: each attention runs LIS by the scale that its scores have just got, so the scales
  /// are found one attention after another.
  func referencePlan(lastBatch: [Int], observers: SiteObservers) throws(EvaluationError) -> Plan {
    var scales: [SiteID: Float] = [:]
    for attention in sites.attentions where options.logIntSoftmaxSites.contains(attention.probabilities) {
      guard let index = sites.index(of: attention.scores),
        let node = compiler.model.graph.nodeIndex(of: attention.scores)
      else { continue }
      let plan = try compiler.referenceCalibrationPlan(scoreScales: scales)
      let ranges = try ranges(
        lastBatch, plan: plan, through: node, only: index, countsProgress: false)
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
        let scores = try scores(
          lastBatch, plan: plan, tasks: tasks, through: node, only: index, countsProgress: false)
        quantizer = candidates.quantizer(scores.bestCandidate(site: index, width: 0))
      }
      scales[attention.probabilities] = quantizer.scales[0]
    }
    return try compiler.referenceCalibrationPlan(scoreScales: scales)
  }
}
