package import Quantization

/// Everything besides model and images that a calibration depends on; equal options give equal calibrations.
package struct CalibrationOptions: Hashable, Sendable, Codable {
  package enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Float throughout; exponents and OMSE are scored on a sample spread over all images.
    case `default`
    /// As the authors' program: exponents and OMSE are scored on the last batch, which already runs LIS.
    case reference
  }

  package var observer: ObserverKind
  package var mode: Mode
  /// Images a batch, for the observers that average over batches.
  package var batchSize: Int
  /// In `reference` mode, the attentions whose last batch runs LIS; else empty.
  package var logIntSoftmaxSites: [SiteID]
  /// The widths that OMSE is scored at; the other observers serve every width.
  package var scoredWidths: [Int]

  package init(
    observer: ObserverKind = .minmax, mode: Mode = .default, batchSize: Int = 100, logIntSoftmaxSites: [SiteID] = [],
    scoredWidths: [Int] = [8]
  ) {
    self.observer = observer
    self.mode = mode
    self.batchSize = batchSize
    self.logIntSoftmaxSites = logIntSoftmaxSites
    self.scoredWidths = scoredWidths
  }
}
