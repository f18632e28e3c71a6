package import Models
package import Quantization
import Locks

/// One model, its evaluation images and its calibration images: every long step of a session, each a blocking call.
///
/// The command line calls the steps in order; the evaluation service runs them off its actor. Safe to use from several
/// tasks: what a step found is kept and given again.
package final class EvaluationSession: Sendable {
  package typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

  package let model: Model
  package let source: EvaluationSource
  package let compiler: PlanCompiler
  private let store: CalibrationStore?

  private struct Kept {
    var images: ImageSet?
    var calibrationImages: ImageSet?
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
    store = source.cacheFolder.map { CalibrationStore(folder: $0 + "/calibration") }
  }

  package func images(cancellation: CancellationFlag, progress: @escaping Progress) throws(EvaluationError) -> ImageSet
  {
    if let known = kept.withLock({ $0.images }) { return known }
    let images = try ImageSet(
      path: source.imagesPath, model: model, limit: source.limit, threadCount: source.threadCount,
      cancellation: cancellation, progress: progress)
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

  /// The float model on the evaluation images; `progress` counts images.
  package func floatReference(
    cancellation: CancellationFlag, progress: @escaping Progress
  ) throws(EvaluationError) -> FloatReference {
    if let known = kept.withLock({ $0.float }) { return known }
    let images = try images(cancellation: cancellation, progress: { _, _ in })
    let start = ContinuousClock.now
    let outcomes = try Evaluator(model: model, images: images, threadCount: source.threadCount)
      .run(try compiler.floatPlan(), cancellation: cancellation, onPrefix: { progress($0.count, images.count) })
    let seconds = (ContinuousClock.now - start).seconds
    let reference = FloatReference(outcomes: outcomes, imagesPerSecond: Double(outcomes.count) / seconds)
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
    let calibration = try Calibrator(
      compiler: compiler, images: images.pixels, imageListDigest: images.digest, options: options,
      threadCount: source.threadCount
    ).calibrate(cancellation: cancellation, progress: progress)
    store?.save(calibration)
    remember(calibration)
    return calibration
  }

  /// The calibration that a configuration needs, where this or an earlier session has it; no image is decoded.
  package func storedCalibration(for configuration: QuantizationConfiguration) throws(EvaluationError) -> Calibration? {
    let options = source.calibrationOptions(for: configuration, graph: model.graph)
    if let known = remembered(options) { return known }
    guard store != nil else { return nil }
    let digest = try ImageSet.digest(
      path: source.calibrationPath ?? source.imagesPath, model: model, order: source.calibrationOrderPath,
      limit: source.calibrationLimit)
    return recall(options, imageListDigest: digest)
  }

  private func remembered(_ options: CalibrationOptions) -> Calibration? {
    kept.withLock { $0.calibrations[options] }
  }

  private func remember(_ calibration: Calibration) {
    kept.withLock { $0.calibrations[calibration.options] = calibration }
  }

  /// From the disk into memory.
  private func recall(_ options: CalibrationOptions, imageListDigest: String) -> Calibration? {
    let stored = store?.load(
      checkpointDigest: model.checkpoint.digest, imageListDigest: imageListDigest, options: options)
    if let stored { remember(stored) }
    return stored
  }

  /// The export of a configuration with what is known of it by now; nothing is computed.
  ///
  /// - Throws: `notCalibrated` before its calibration is in.
  package func export(of configuration: QuantizationConfiguration) throws(EvaluationError) -> ConfigurationExport {
    let options = source.calibrationOptions(for: configuration, graph: model.graph)
    let digest = configuration.digest(for: model.graph)
    let (calibration, report, images) = kept.withLock { ($0.calibrations[options], $0.reports[digest], $0.images) }
    guard let calibration, let images else { throw .notCalibrated }
    return try ConfigurationExport(
      model: model, configuration: configuration, calibration: calibration, report: report,
      evaluationDigest: images.digest)
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

  /// Evaluates a configuration; one that was already evaluated is answered from memory.
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
    return report
  }
}

extension Duration {
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
