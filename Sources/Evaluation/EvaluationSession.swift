import Foundation
import Locks
package import Graphs
package import Models
package import Quantization

/// One model, its evaluation images and its calibration images: every long step of a session, each a blocking call.
///
/// The command line calls the steps in order; the evaluation service runs them off its actor. Safe to use from several
/// tasks: what a step found is kept and given again.
package final class EvaluationSession: Sendable {
  package typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

  package let model: Model
  package let source: EvaluationSource
  package let compiler: PlanCompiler
  let stores: SessionStores?
  let evaluationSet: SessionImages
  let calibrationSet: SessionImages
  /// Nil where no images are held out.
  let heldOutSet: SessionImages?

  private struct Kept {
    var float: FloatReference?
    var calibrations: [CalibrationOptions: Calibration] = [:]
    var reports: [String: EvaluationReport] = [:]
    var prefixes: PrefixStore?
    /// Counts how often images turned out to be others: what was begun before is not kept.
    var generation = 0
  }

  private let kept = Guarded(Kept())

  package init(model: Model, source: EvaluationSource) {
    self.model = model
    self.source = source
    compiler = PlanCompiler(model: model)
    let cache = source.cacheFolder.map { CacheFolder(path: $0, byteLimit: source.cacheByteLimit) }
    stores = cache.map { SessionStores(cache: $0, model: model, threadCount: source.threadCount) }
    func images(
      _ path: String, order: String?, limit: Int?, _ part: ImagePart, needsLabels: Bool = true
    ) -> SessionImages {
      SessionImages(
        path: path, order: order, limit: limit, part: part, needsLabels: needsLabels, model: model, cache: cache,
        trustsFileTimes: source.trustsFileTimes, threadCount: source.threadCount)
    }
    let seen = source.heldOutCount.map { ImagePart.without(heldOutCount: $0) } ?? .all
    evaluationSet = images(source.imagesPath, order: nil, limit: source.limit, seen)
    calibrationSet = images(
      source.calibrationPath ?? source.imagesPath, order: source.calibrationOrderPath, limit: source.calibrationLimit,
      source.calibratesFromImagesPath ? seen : .all, needsLabels: source.calibratesFromImagesPath)
    heldOutSet = source.heldOutCount.map { images(source.imagesPath, order: nil, limit: nil, .heldOut(count: $0)) }
  }

  /// Lines to show about files of the cache that were damaged, each once.
  package func takeCacheRemarks() -> [String] { stores?.cache.takeRemarks() ?? [] }

  package func images(cancellation: CancellationFlag, progress: @escaping Progress) throws(EvaluationError) -> ImageSet
  {
    try load(evaluationSet, cancellation: cancellation, progress: progress)
  }

  /// The calibration images; where no folder was given, some of the evaluation images, spread evenly over the classes.
  package func calibrationImages(
    cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> ImageSet {
    try load(calibrationSet, cancellation: cancellation, progress: progress)
  }

  private func load(
    _ set: SessionImages, cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> ImageSet {
    if let known = set.set { return known }
    let unknownCount = try set.unknownCount(cancellation: cancellation)
    let start = ContinuousClock.now
    let images = try set.load(cancellation: cancellation, progress: progress)
    note(.decoding, count: unknownCount, since: start)
    return images
  }

  /// Reads every image file that was recognised by its times alone; blocks until done.
  ///
  /// - Returns: false where one is another than it was taken for; then every result that came of it is forgotten.
  package func verifyImages(cancellation: CancellationFlag) throws(EvaluationError) -> Bool {
    // Both, so that a failure of one leaves nothing of the other on trust.
    let sets = [evaluationSet, calibrationSet].map { set in
      Result { () throws(EvaluationError) in try verify(set, cancellation: cancellation) }
    }
    return try sets.map { result throws(EvaluationError) in try result.get() }.allSatisfy(\.self)
  }

  /// - Throws: where the files cannot be read any more; what came of them is forgotten then, too.
  private func verify(_ set: SessionImages, cancellation: CancellationFlag) throws(EvaluationError) -> Bool {
    let isSame: Bool
    do throws(EvaluationError) { isSame = try set.verify(cancellation: cancellation) } catch {
      if !error.isCancellation { forget() }
      throw error
    }
    if !isSame { forget() }
    return isSame
  }

  private func forget() { kept.withLock { $0 = Kept(generation: $0.generation + 1) } }

  /// Decodes the evaluation images that are not decoded yet, as far as memory is set apart for them.
  package func warmImages(cancellation: CancellationFlag) {
    evaluationSet.set?.pixels.warm(cancellation: cancellation)
  }

  private var generation: Int { kept.withLock { $0.generation } }

  /// Keeps a result for this session, unless the images that it came of turned out to be others.
  private func keep(since generation: Int, _ change: (inout Kept) -> Void) {
    kept.withLock { if $0.generation == generation { change(&$0) } }
  }

  /// What the float model says, where this or an earlier session computed it and no image has to be decoded to know that.
  package func keptFloatReference() throws(EvaluationError) -> FloatReference? {
    if let known = kept.withLock({ $0.float }) { return known }
    let generation = generation
    guard let stores, let images = try evaluationSet.known(cancellation: CancellationFlag()),
      let stored = stores.references.load(imageListDigest: images.digest, imageCount: images.count, hasLabels: images.labels != nil)
    else { return nil }
    keep(since: generation) { $0.float = stored }
    return stored
  }

  /// The float model on the evaluation images, from memory, from an earlier session, or computed; `progress` counts images.
  package func floatReference(
    cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> FloatReference {
    _ = try images(cancellation: cancellation, progress: { _, _ in })
    if let known = try keptFloatReference() { return known }
    // Nothing is computed, and kept for later sessions, from files that nobody read.
    _ = try verify(evaluationSet, cancellation: cancellation)
    let images = try images(cancellation: cancellation, progress: { _, _ in })
    let generation = generation
    let start = ContinuousClock.now
    let reference = try runFloatModel(on: images, cancellation: cancellation, progress: progress)
    note(.float, count: images.count, since: start)
    stores?.references.save(reference, imageListDigest: images.digest)
    keep(since: generation) { $0.float = reference }
    return reference
  }

  /// What the float model says of `images`, computed; `progress` counts images.
  func runFloatModel(
    on images: ImageSet, cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> FloatReference {
    let classCount = model.graph.resultCount
    let logitCount = LogitTable.capacity(classCount: classCount, imageCount: images.count)
    let logits = Guarded([Float](repeating: 0, count: logitCount * classCount))
    let start = ContinuousClock.now
    let outcomes = try Evaluator(model: model, images: images, threadCount: source.threadCount)
      .run(
        try compiler.floatPlan(), cancellation: cancellation, onPrefix: { progress($0.count, images.count) },
        onLogits: { image, row in
          guard image < logitCount else { return }
          logits.withLock { values in
            for (index, value) in row.enumerated() { values[image * classCount + index] = value }
          }
        })
    let seconds = (ContinuousClock.now - start).seconds
    return FloatReference(
      outcomes: outcomes, logits: LogitTable(classCount: classCount, values: logits.withLock(\.self)),
      imagesPerSecond: Double(outcomes.count) / seconds)
  }

  /// The calibration that a configuration needs: from memory, from disk, or from the calibration images.
  package func calibration(
    for configuration: QuantizationConfiguration, cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> Calibration {
    if let known = try storedCalibration(for: configuration) { return known }
    let options = source.calibrationOptions(for: configuration, graph: model.graph)
    _ = try verify(calibrationSet, cancellation: cancellation)
    let images = try calibrationImages(cancellation: cancellation, progress: { _, _ in })
    let generation = generation
    let start = ContinuousClock.now
    let calibrator = Calibrator(
      compiler: compiler, images: images.pixels, imageListDigest: images.digest, options: options,
      threadCount: source.threadCount)
    let calibration = try calibrator.calibrate(cancellation: cancellation, progress: progress)
    note(.calibrating, count: calibrator.passCount, since: start)
    stores?.calibrations.save(calibration)
    keep(since: generation) { $0.calibrations[options] = calibration }
    return calibration
  }

  /// The calibration that a configuration needs, where this or an earlier session has it; no image is decoded.
  package func storedCalibration(for configuration: QuantizationConfiguration) throws(EvaluationError) -> Calibration? {
    let options = source.calibrationOptions(for: configuration, graph: model.graph)
    if let known = kept.withLock({ $0.calibrations[options] }) { return known }
    let generation = generation
    guard let stores else { return nil }
    let digest = try calibrationSet.digest(cancellation: CancellationFlag())
    guard let stored = stores.calibrations.load(imageListDigest: digest, options: options) else { return nil }
    keep(since: generation) { $0.calibrations[options] = stored }
    return stored
  }

  /// What the units of each kind of work took the last time; empty where nobody measured them.
  func paces() -> [PaceStore.Work: Double] { stores?.paces.load() ?? [:] }

  private func note(_ work: PaceStore.Work, count: Int, since start: ContinuousClock.Instant) {
    guard count > 0 else { return }
    stores?.paces.save((ContinuousClock.now - start).seconds / Double(count), of: work)
  }

  /// The export of a configuration with what is known of it by now; nothing is computed.
  ///
  /// - Parameter origin: the exported file that the configuration was made from, if any.
  /// - Throws: `notCalibrated` before its calibration is in.
  package func export(
    of configuration: QuantizationConfiguration, origin: ConfigurationExport.Origin? = nil
  ) throws(EvaluationError) -> ConfigurationExport {
    let options = source.calibrationOptions(for: configuration, graph: model.graph)
    let digest = configuration.digest(for: model.graph)
    let (calibration, report, float, runCount) = kept.withLock {
      ($0.calibrations[options], $0.reports[digest], $0.float, $0.reports.count)
    }
    guard let calibration, let images = evaluationSet.set else { throw .notCalibrated }
    var remarks = remarks(images: images, float: float)
    if let selection = SelectionRemark(runCount: runCount) { remarks.append(.selection(selection)) }
    return try ConfigurationExport(
      model: model, configuration: configuration, calibration: calibration,
      isOnEvaluationImages: calibratesOnEvaluationImages,
      report: report.map {
        ConfigurationExport.Figures(
          $0, imageListDigest: images.digest, labels: images.labelSource, arithmetic: source.arithmetic,
          remarks: images.remarks + remarks.map(\.description))
      }, origin: origin)
  }

  /// Each weight's own error at every width, from the checkpoint alone.
  package func weightErrors() -> [SiteID: [QuantizationScheme: SignalToNoise]] {
    var result: [SiteID: [QuantizationScheme: SignalToNoise]] = [:]
    for site in model.graph.sites where site.role == .weight {
      let weight = model.checkpoint[site.id.name]
      for bits in IntegerFormat.widths {
        for scheme in [QuantizationScheme.channelWise(bits), .layerWise(bits)] {
          result[site.id, default: [:]][scheme] = weight.error(of: scheme)
        }
      }
    }
    return result
  }

  /// What evaluations keep for those that follow.
  private func prefixes(imageCount: Int) -> PrefixStore {
    kept.withLock { kept in
      let store = kept.prefixes ?? PrefixStore(imageCount: imageCount, byteBudget: source.prefixByteBudget)
      kept.prefixes = store
      return store
    }
  }

  /// What the runs of this session share; nil where nothing is kept between sessions.
  private func runIdentity(of images: ImageSet) throws(EvaluationError) -> RunStore.Identity? {
    guard let stores else { return nil }
    return RunStore.Identity(
      model: stores.identity, imageListDigest: images.digest, imageCount: images.count,
      hasLabels: images.labels != nil, calibrationListDigest: try calibrationSet.digest(cancellation: CancellationFlag()), mode: source.mode,
      arithmetic: source.arithmetic)
  }

  /// A configuration's figures where this or an earlier session has them; no image is decoded, and nothing computed.
  package func keptReport(
    of configuration: QuantizationConfiguration
  ) throws(EvaluationError) -> EvaluationReport? {
    let digest = configuration.digest(for: model.graph)
    if let known = kept.withLock({ $0.reports[digest] }) { return known.recalled }
    let generation = generation
    guard let float = try keptFloatReference(), let images = evaluationSet.set,
      let identity = try runIdentity(of: images),
      let run = stores?.runs.run(configurationDigest: digest, for: identity)
    else { return nil }
    let report = run.report(float: float)
    keep(since: generation) { $0.reports[digest] = report }
    return report
  }

  /// How a configuration is computed: with `quantizers`, or with those that the session's calibration gives.
  func plan(
    for configuration: QuantizationConfiguration, quantizers: QuantizerTable?, cancellation: CancellationFlag
  ) throws(EvaluationError) -> Plan {
    let table: QuantizerTable
    if let quantizers {
      table = quantizers
    } else {
      let calibration = try calibration(for: configuration, cancellation: cancellation, progress: { _, _ in })
      table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: model.graph)
    }
    return try compiler.plan(for: configuration, quantizers: table, arithmetic: source.arithmetic)
  }

  /// Evaluates a configuration; one that this or an earlier session evaluated is answered from what was kept.
  ///
  /// - Parameters:
  ///   - quantizers: those of an exported file; where nil, the session's own calibration gives them.
  ///   - onTally: the figures so far and images per second, from any worker.
  package func evaluate(
    _ configuration: QuantizationConfiguration, quantizers: QuantizerTable? = nil, cancellation: CancellationFlag,
    onTally: @escaping @Sendable (EvaluationTally, Double) -> Void = { _, _ in }
  ) throws(EvaluationError) -> EvaluationReport {
    let digest = configuration.digest(for: model.graph)
    _ = try images(cancellation: cancellation, progress: { _, _ in })
    if quantizers == nil, let known = try keptReport(of: configuration) { return known }
    _ = try verify(evaluationSet, cancellation: cancellation)
    let float = try floatReference(cancellation: cancellation, progress: { _, _ in })
    let plan = try plan(for: configuration, quantizers: quantizers, cancellation: cancellation)
    let images = try images(cancellation: cancellation, progress: { _, _ in })
    let generation = generation
    let identity = quantizers == nil ? try runIdentity(of: images) : nil
    let prefixes = prefixes(imageCount: images.count)
    let start = ContinuousClock.now
    let outcomes = try Evaluator(model: model, images: images, threadCount: source.threadCount, prefixes: prefixes)
      .run(plan, reference: float.logits, cancellation: cancellation) { prefix in
        let tally = EvaluationTally(outcomes: prefix, float: float.outcomes, plannedCount: images.count)
        onTally(tally, Double(prefix.count) / (ContinuousClock.now - start).seconds)
      }
    let seconds = (ContinuousClock.now - start).seconds
    let report = EvaluationReport(
      configuration: configuration, configurationDigest: digest,
      tally: EvaluationTally(outcomes: outcomes, float: float.outcomes, plannedCount: images.count),
      outcomes: outcomes, seconds: seconds, imagesPerSecond: Double(images.count) / seconds,
      integerSiteCount: plan.integerSiteCount, simulatedSiteCount: plan.simulatedSiteCount, isRecalled: false)
    if quantizers == nil { keep(since: generation) { $0.reports[digest] = report } }
    if let identity { stores?.runs.save(StoredRun(report, date: Date().timeIntervalSince1970), for: identity) }
    return report
  }
}

extension Duration {
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
