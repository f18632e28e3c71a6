import Graphs
import Evaluation
import Models
import Quantization

/// One evaluation from the command line: load, calibrate, evaluate, with progress on standard error.
struct EvaluationRun {
  let session: EvaluationSession
  let images: ImageSet
  let configuration: QuantizationConfiguration
  /// Nil where an exported file brought its own numbers.
  let calibration: Calibration?
  /// The file that brought the numbers, where it is used unchanged.
  let export: ConfigurationExport?
  /// What `--configuration` names.
  let file: ConfigurationFile?
  /// Calibration images that could not be read; those that were borrowed from the evaluation images count there.
  let skippedCalibrationImages: [String]
  let calibrationSeconds: Double
  let report: EvaluationReport
  /// On the images that are held out; nil where none are.
  let heldOut: EvaluationTally?

  /// - Parameter check: refuses the chosen configuration before anything else is read.
  init(
    model path: String, network: ModelOptions, images imagesPath: String, options: ConfigurationOptions,
    source: SourceOptions, check: (ChosenConfiguration) throws -> Void = { _ in }
  ) throws(Failure) {
    let progress = ProgressLine()
    defer { progress.clear() }
    self = try Failure.reporting {
      let model = try network.open(path)
      let chosen = try options.resolve(for: model)
      try check(chosen)
      let (configuration, export) = (chosen.configuration, chosen.export)
      var evaluationSource = try source.source(images: imagesPath)
      // A single evaluation has no later one to keep codes for.
      evaluationSource.prefixByteBudget = 0
      let session = EvaluationSession(model: model, source: evaluationSource)
      let flag = CancellationFlag()
      progress.show("reading the images' files")
      let steps = try session.stepsToFigure(of: configuration, evaluated: nil).filter {
        // An exported file brings its numbers.
        if case .calibrating = $0.stage { export == nil } else { true }
      }
      let plan = PlanProgress(steps, on: progress)
      let images = try session.images(cancellation: flag, progress: plan.of(.loadingImages))
      _ = try session.floatReference(cancellation: flag, progress: plan.of(.floatReference))
      plan.finish(.floatReference)
      var calibration: Calibration?
      var calibrationImages: ImageSet?
      let start = ContinuousClock.now
      if export == nil || source.calibration != nil {
        calibrationImages = try session.calibrationImages(
          cancellation: flag, progress: plan.of(.loadingCalibrationImages))
      }
      if let export {
        if let list = calibrationImages, list.digest != export.calibration.imageListDigest {
          throw EvaluationError.digestMismatch(
            path: options.configuration ?? "", what: "calibration list", found: list.digest,
            expected: export.calibration.imageListDigest)
        }
      } else {
        calibration = try session.calibration(
          for: configuration, cancellation: flag, progress: plan.of(.calibrating(configuration.observer)))
      }
      let seconds = (ContinuousClock.now - start).seconds
      let report = try session.evaluate(
        configuration, quantizers: export?.quantizers(for: model.graph), cancellation: flag
      ) { tally, _ in plan.show(.evaluating, tally.imageCount, tally.plannedCount) }
      let heldOut = try source.heldOut.map { (_) throws(EvaluationError) in
        try session.confirm(configuration, quantizers: export?.quantizers(for: model.graph), cancellation: flag) {
          progress.show("held-out images", $0, $1)
        }
      }
      progress.clear()
      session.showCacheRemarks()
      return EvaluationRun(
        session: session, images: images, configuration: configuration, calibration: calibration, export: export,
        file: chosen.file,
        skippedCalibrationImages: source.calibration == nil ? [] : calibrationImages?.skipped ?? [],
        calibrationSeconds: seconds, report: report, heldOut: heldOut)
    }
  }

  private init(
    session: EvaluationSession, images: ImageSet, configuration: QuantizationConfiguration, calibration: Calibration?,
    export: ConfigurationExport?, file: ConfigurationFile?, skippedCalibrationImages: [String],
    calibrationSeconds: Double, report: EvaluationReport, heldOut: EvaluationTally?
  ) {
    self.session = session
    self.images = images
    self.configuration = configuration
    self.calibration = calibration
    self.export = export
    self.file = file
    self.skippedCalibrationImages = skippedCalibrationImages
    self.calibrationSeconds = calibrationSeconds
    self.report = report
    self.heldOut = heldOut
  }
}

extension EvaluationRun {
  /// What has to be said beside its figures.
  func remarks(float: FloatReference) -> [EvaluationRemark] {
    var remarks = session.remarks(images: images, float: float)
    guard let export else { return remarks }
    // The images that calibrated are those of the file, not those that this session would take.
    remarks.removeAll { if case .calibratedOnEvaluationImages = $0 { true } else { false } }
    if export.isCalibrated(onImagesOf: images.digest) {
      remarks.append(.calibratedOnEvaluationImages(count: export.calibration.imageCount))
    }
    return remarks
  }

  /// What an export of the configuration says of the exported file that it was made from.
  var origin: ConfigurationExport.Origin? {
    file?.export.map { ConfigurationExport.Origin(digest: $0.digest, state: $0.state) }
  }
}
