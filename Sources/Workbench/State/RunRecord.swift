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
  /// What was changed to arrive here.
  package let change: String
  package var status = Status.running
  package var tally: EvaluationTally?
  package var imagesPerSecond: Double?
  package var report: EvaluationReport?

  package init(id: Int, run: Int, configuration: QuantizationConfiguration, change: String) {
    self.id = id
    self.run = run
    self.configuration = configuration
    self.change = change
  }

  /// The report's once there is one, before that an estimate from the throughput.
  package var seconds: Double? {
    if let report { return report.seconds }
    guard let tally, let imagesPerSecond, imagesPerSecond > 0 else { return nil }
    return Double(tally.imageCount) / imagesPerSecond
  }
}
