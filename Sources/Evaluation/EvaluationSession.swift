import Foundation
import Locks
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
  private let stores: Stores?

  /// What earlier sessions left, and later ones find.
  private struct Stores {
    let cache: CacheFolder
    let identity: ModelIdentity
    let calibrations: CalibrationStore
    let references: FloatReferenceStore
    let runs: RunStore
    let paces: PaceStore

    init(cache: CacheFolder, model: Model, threadCount: Int) {
      self.cache = cache
      identity = ModelIdentity(model)
      calibrations = CalibrationStore(cache: cache, model: model, identity: identity)
      references = FloatReferenceStore(cache: cache, identity: identity, classCount: model.graph.classCount)
      runs = RunStore(cache: cache, graph: model.graph)
      paces = PaceStore(cache: cache, identity: identity, threadCount: threadCount)
    }
  }

  private struct Kept {
    var images: ImageSet?
    var calibrationImages: ImageSet?
    var calibrationListDigest: String?
    var float: FloatReference?
    var calibrations: [CalibrationOptions: Calibration] = [:]
    var reports: [String: EvaluationReport] = [:]
    var prefixes: PrefixStore?
  }

  private let kept = Guarded(Kept())

  package init(model: Model, source: EvaluationSource) {
    self.model = model
    self.source = source
    compiler = PlanCompiler(model: model)
    stores = source.cacheFolder.map {
      Stores(
        cache: CacheFolder(path: $0, byteLimit: source.cacheByteLimit), model: model, threadCount: source.threadCount)
    }
  }

  /// Lines to show about files of the cache that were damaged, each once.
  package func takeCacheRemarks() -> [String] { stores?.cache.takeRemarks() ?? [] }

  package func images(cancellation: CancellationFlag, progress: @escaping Progress) throws(EvaluationError) -> ImageSet
  {
    if let known = kept.withLock({ $0.images }) { return known }
    let start = ContinuousClock.now
    let images = try ImageSet(
      path: source.imagesPath, model: model, limit: source.limit, threadCount: source.threadCount,
      cancellation: cancellation, progress: progress)
    note(.decoding, count: images.count, since: start)
    kept.withLock { $0.images = images }
    return images
  }

  /// The calibration images; where no folder was given, the first of the evaluation images.
  package func calibrationImages(
    cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> ImageSet {
    if let known = kept.withLock({ $0.calibrationImages }) { return known }
    let images = try ImageSet(
      path: source.calibrationPath ?? source.imagesPath, model: model, order: source.calibrationOrderPath,
      limit: source.calibrationLimit,
      threadCount: source.threadCount, cancellation: cancellation, progress: progress)
    kept.withLock { $0.calibrationImages = images }
    return images
  }

  /// The float model on the evaluation images, from memory, from an earlier session, or computed; `progress` counts images.
  package func floatReference(
    cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> FloatReference {
    if let known = kept.withLock({ $0.float }) { return known }
    let images = try images(cancellation: cancellation, progress: { _, _ in })
    if let stored = stores?.references.load(imageListDigest: images.digest, imageCount: images.count) {
      kept.withLock { $0.float = stored }
      return stored
    }
    let classCount = model.graph.classCount
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
    let reference = FloatReference(
      outcomes: outcomes, logits: LogitTable(classCount: classCount, values: logits.withLock(\.self)),
      imagesPerSecond: Double(outcomes.count) / seconds)
    note(.float, count: images.count, since: start)
    stores?.references.save(reference, imageListDigest: images.digest)
    kept.withLock { $0.float = reference }
    return reference
  }

  /// The calibration that a configuration needs: from memory, from disk, or from the calibration images.
  package func calibration(
    for configuration: QuantizationConfiguration, cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> Calibration {
    if let known = try storedCalibration(for: configuration) { return known }
    let options = source.calibrationOptions(for: configuration, graph: model.graph)
    let images = try calibrationImages(cancellation: cancellation, progress: { _, _ in })
    let start = ContinuousClock.now
    let calibrator = Calibrator(
      compiler: compiler, images: images.pixels, imageListDigest: images.digest, options: options,
      threadCount: source.threadCount)
    let calibration = try calibrator.calibrate(cancellation: cancellation, progress: progress)
    note(.calibrating, count: calibrator.passCount, since: start)
    stores?.calibrations.save(calibration)
    remember(calibration)
    return calibration
  }

  /// The calibration that a configuration needs, where this or an earlier session has it; no image is decoded.
  package func storedCalibration(for configuration: QuantizationConfiguration) throws(EvaluationError) -> Calibration? {
    let options = source.calibrationOptions(for: configuration, graph: model.graph)
    if let known = remembered(options) { return known }
    guard stores != nil else { return nil }
    return recall(options, imageListDigest: try calibrationListDigest())
  }

  /// The digest of the calibration images; none is decoded.
  private func calibrationListDigest() throws(EvaluationError) -> String {
    if let known = kept.withLock({ $0.calibrationImages?.digest ?? $0.calibrationListDigest }) { return known }
    let digest = try ImageSet.digest(
      path: source.calibrationPath ?? source.imagesPath, model: model, order: source.calibrationOrderPath,
      limit: source.calibrationLimit)
    kept.withLock { $0.calibrationListDigest = digest }
    return digest
  }

  private func remembered(_ options: CalibrationOptions) -> Calibration? {
    kept.withLock { $0.calibrations[options] }
  }

  private func remember(_ calibration: Calibration) {
    kept.withLock { $0.calibrations[calibration.options] = calibration }
  }

  /// From the disk into memory.
  private func recall(_ options: CalibrationOptions, imageListDigest: String) -> Calibration? {
    let stored = stores?.calibrations.load(imageListDigest: imageListDigest, options: options)
    if let stored { remember(stored) }
    return stored
  }

  /// What is still to be done before a configuration's figure, in the order in which it is done, with the units of each.
  func needs(
    of configuration: QuantizationConfiguration
  ) throws(EvaluationError) -> [(stage: ServiceEvent.Stage, total: Int)] {
    let digest = configuration.digest(for: model.graph)
    let (images, hasFloat, calibrationImages, hasReport) = kept.withLock {
      ($0.images, $0.float != nil, $0.calibrationImages, $0.reports[digest] != nil)
    }
    guard !hasReport else { return [] }
    let imageCount: Int
    if let images {
      imageCount = images.count
    } else {
      imageCount = try ImageSet.listedCount(path: source.imagesPath, model: model, order: nil, limit: source.limit)
    }
    var needs: [(stage: ServiceEvent.Stage, total: Int)] = []
    if images == nil { needs.append((.loadingImages, imageCount)) }
    if !hasFloat { needs.append((.floatReference, imageCount)) }
    if try storedCalibration(for: configuration) == nil {
      let count: Int
      if let calibrationImages {
        count = calibrationImages.count
      } else {
        count = try ImageSet.listedCount(
          path: source.calibrationPath ?? source.imagesPath, model: model, order: source.calibrationOrderPath,
          limit: source.calibrationLimit)
      }
      if calibrationImages == nil { needs.append((.loadingCalibrationImages, count)) }
      let mode = source.mode
      needs.append((.calibrating(configuration.observer), Calibrator.passCount(imageCount: count, mode: mode)))
    }
    return needs + [(.evaluating, imageCount)]
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
    let (calibration, report, images) = kept.withLock { ($0.calibrations[options], $0.reports[digest], $0.images) }
    guard let calibration, let images else { throw .notCalibrated }
    return try ConfigurationExport(
      model: model, configuration: configuration, calibration: calibration,
      isOnEvaluationImages: calibratesOnEvaluationImages,
      report: report.map {
        ConfigurationExport.Figures($0, imageListDigest: images.digest, arithmetic: source.arithmetic, remarks: [])
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
      calibrationListDigest: try calibrationListDigest(), mode: source.mode, arithmetic: source.arithmetic)
  }

  /// Evaluates a configuration; one that this or an earlier session evaluated is answered from what was kept.
  ///
  /// - Parameters:
  ///   - quantizers: those of an exported file; where nil, the session's own calibration gives them.
  ///   - onTally: the figures so far and images a second, from any worker.
  package func evaluate(
    _ configuration: QuantizationConfiguration, quantizers: QuantizerTable? = nil, cancellation: CancellationFlag,
    onTally: @escaping @Sendable (EvaluationTally, Double) -> Void = { _, _ in }
  ) throws(EvaluationError) -> EvaluationReport {
    let digest = configuration.digest(for: model.graph)
    if quantizers == nil, let known = kept.withLock({ $0.reports[digest] }) { return known.recalled }
    let images = try images(cancellation: cancellation, progress: { _, _ in })
    let float = try floatReference(cancellation: cancellation, progress: { _, _ in })
    let identity = quantizers == nil ? try runIdentity(of: images) : nil
    if let identity, let run = stores?.runs.run(configurationDigest: digest, for: identity) {
      let report = run.report(float: float)
      kept.withLock { $0.reports[digest] = report }
      return report
    }
    let table: QuantizerTable
    if let quantizers {
      table = quantizers
    } else {
      let calibration = try calibration(for: configuration, cancellation: cancellation, progress: { _, _ in })
      table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: model.graph)
    }
    let plan = try compiler.plan(for: configuration, quantizers: table, arithmetic: source.arithmetic)
    let prefixes = prefixes(imageCount: images.count)
    let start = ContinuousClock.now
    let outcomes = try Evaluator(model: model, images: images, threadCount: source.threadCount, prefixes: prefixes)
      .run(plan, cancellation: cancellation) { prefix in
        let tally = EvaluationTally(outcomes: prefix, float: float.outcomes, plannedCount: images.count)
        onTally(tally, Double(prefix.count) / (ContinuousClock.now - start).seconds)
      }
    let seconds = (ContinuousClock.now - start).seconds
    let report = EvaluationReport(
      configuration: configuration, configurationDigest: digest,
      tally: EvaluationTally(outcomes: outcomes, float: float.outcomes, plannedCount: images.count),
      outcomes: outcomes, seconds: seconds, imagesPerSecond: Double(images.count) / seconds,
      integerSiteCount: plan.integerSiteCount, simulatedSiteCount: plan.simulatedSiteCount, isRecalled: false)
    if quantizers == nil { kept.withLock { $0.reports[digest] = report } }
    if let identity { stores?.runs.save(StoredRun(report, date: Date().timeIntervalSince1970), for: identity) }
    return report
  }
}

extension Duration {
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
