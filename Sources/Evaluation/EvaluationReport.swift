import Digests
package import Quantization

/// A finished evaluation.
package struct EvaluationReport: Sendable, Hashable {
  package let configuration: QuantizationConfiguration
  package let configurationDigest: String
  package let tally: EvaluationTally
  /// In the order of the evaluation images.
  package let outcomes: [ImageOutcome]
  package let seconds: Double
  package let imagesPerSecond: Double
  /// Sites whose arithmetic ran in integers, and those that ran as quantize–dequantize in float.
  package let integerSiteCount: Int
  package let simulatedSiteCount: Int
  /// Whether the answer was already known and nothing was computed.
  package let isRecalled: Bool

  package init(
    configuration: QuantizationConfiguration, configurationDigest: String, tally: EvaluationTally,
    outcomes: [ImageOutcome], seconds: Double, imagesPerSecond: Double, integerSiteCount: Int, simulatedSiteCount: Int,
    isRecalled: Bool
  ) {
    self.configuration = configuration
    self.configurationDigest = configurationDigest
    self.tally = tally
    self.outcomes = outcomes
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
    self.integerSiteCount = integerSiteCount
    self.simulatedSiteCount = simulatedSiteCount
    self.isRecalled = isRecalled
  }
}

extension EvaluationReport {
  /// SHA-256 of every image's class, its probability to the bit, and its label's rank: equal where the logits are.
  package var outcomesDigest: String {
    let lines = outcomes.map { "\($0.predicted) \($0.probability.bitPattern) \($0.labelRank.map(String.init) ?? "-")" }
    return Digest(of: lines.joined(separator: "\n")).description
  }

  /// The same report as an answer that was already known.
  var recalled: EvaluationReport {
    EvaluationReport(
      configuration: configuration, configurationDigest: configurationDigest, tally: tally, outcomes: outcomes,
      seconds: seconds, imagesPerSecond: imagesPerSecond, integerSiteCount: integerSiteCount,
      simulatedSiteCount: simulatedSiteCount, isRecalled: true)
  }
}
