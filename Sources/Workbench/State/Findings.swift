package import Evaluation
package import Quantization

/// What is known of the model so far: it grows as the service reports, and never depends on what is edited.
package struct Findings: Sendable {
  package var imageCount: Int?
  /// A line for each image that could not be read.
  package var skippedImages: [String] = []
  /// Images that no run sees; nil where none are held out.
  package var heldOutCount: Int?
  package var weightErrors: [SiteID: [QuantizationScheme: SignalToNoise]] = [:]
  package var reference: FloatReference?
  /// What is to be said beside every figure.
  package var remarks: [EvaluationRemark] = []
  package private(set) var calibrations: [ObserverKind: Calibration] = [:]
  /// Kept, because sorting the layers asks for all of them at every key.
  package private(set) var rangeRatios: [SiteID: Double] = [:]

  package init() {}

  package mutating func add(_ calibration: Calibration) {
    calibrations[calibration.options.observer] = calibration
    rangeRatios = calibration.statistics.compactMapValues { $0.rangeRatio.map(Double.init) }
  }

  /// Forgets what came of images that turned out to be others; weights' errors came of none.
  package mutating func withdraw() {
    let errors = weightErrors
    self = Findings()
    weightErrors = errors
  }

  /// A site's own error under `scheme`; nil where nobody measured it.
  package func error(of site: SiteID, under scheme: QuantizationScheme, observer: ObserverKind) -> SignalToNoise? {
    if let errors = weightErrors[site] { return errors[scheme] }
    return calibrations[observer]?.statistics[site]?.errors[scheme]
  }
}
