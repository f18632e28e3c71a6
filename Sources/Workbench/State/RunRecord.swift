package import Evaluation
package import Quantization

/// A configuration that was tried, with the figures it has so far.
package struct RunRecord: Hashable, Sendable, Identifiable {
  package enum Status: Hashable, Sendable {
    case running
    case finished
    /// Replaced, paused or cancelled before its last image.
    case stopped
    case failed(String)
  }

  /// Counts configurations in the order of their first try, from 1.
  package let id: Int
  /// The generation of its newest evaluation: results of any other are stale.
  package var run: Int
  package let configuration: QuantizationConfiguration
  package var status = Status.running
  package var tally: EvaluationTally?
  package var imagesPerSecond: Double?
  package var report: EvaluationReport?

  package init(id: Int, run: Int, configuration: QuantizationConfiguration) {
    self.id = id
    self.run = run
    self.configuration = configuration
  }

  /// What its evaluation took; nil until it is finished.
  package var seconds: Double? { report?.seconds }

  /// How long it has run so far, from its throughput.
  package var elapsedSeconds: Double? {
    if let seconds { return seconds }
    guard let tally, let imagesPerSecond, imagesPerSecond > 0 else { return nil }
    return Double(tally.imageCount) / imagesPerSecond
  }
}
