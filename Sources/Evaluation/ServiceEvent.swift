package import Quantization

/// What the evaluation service tells its listener: each event holds the whole of what it speaks of, never a change.
package enum ServiceEvent: Sendable {
  /// A preparation that takes time; `done` equals `total` when it ends.
  package enum Stage: Hashable, Sendable {
    case loadingImages
    case loadingCalibrationImages
    /// The float model on the evaluation images.
    case floatReference
    case calibrating(ObserverKind)
    /// The configuration on the first images.
    case evaluating
  }

  /// What stands before the next figure.
  case planned([StartPlan.Step])
  case progress(Stage, done: Int, total: Int)
  /// The images are decoded.
  case imagesLoaded(ImageSetSummary)
  /// An image file is another than it was taken for: figures, calibrations and images told so far are not of these files.
  case withdrawn(reason: String)
  /// Each weight's own error by scheme, known from the checkpoint alone.
  case weightErrors([SiteID: [QuantizationScheme: SignalToNoise]])
  case floatFinished(FloatReference)
  /// What the person should know once, such as a damaged file of the cache.
  case remark(String)
  /// What is to be said beside every figure; known when the float model has run.
  case figureRemarks([EvaluationRemark])
  case calibrated(Calibration)
  /// A running evaluation's figures so far.
  case tally(run: Int, EvaluationTally, imagesPerSecond: Double)
  case finished(run: Int, EvaluationReport)
  /// Nil run: preparation failed and no evaluation can follow.
  case failed(run: Int?, message: String)
}
