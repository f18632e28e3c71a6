import Foundation
package import Quantization

/// A finished evaluation as it is kept between sessions.
///
/// What follows from these is not kept, so that nothing can contradict: the tally, from the outcomes and the float model's;
/// the configuration in words.
package struct StoredRun: Sendable, Hashable {
  package let configuration: QuantizationConfiguration
  package let configurationDigest: String
  /// Seconds since 1970 when it finished.
  package let date: Double
  /// In the order of the evaluation images.
  package let outcomes: [ImageOutcome]
  package let seconds: Double
  package let integerSiteCount: Int
  package let simulatedSiteCount: Int

  package init(_ report: EvaluationReport, date: Double) {
    configuration = report.configuration
    configurationDigest = report.configurationDigest
    self.date = date
    outcomes = report.outcomes
    seconds = report.seconds
    integerSiteCount = report.integerSiteCount
    simulatedSiteCount = report.simulatedSiteCount
  }

  /// The report again, held against the float model's outcomes on the same images.
  package func report(float: FloatReference) -> EvaluationReport {
    EvaluationReport(
      configuration: configuration, configurationDigest: configurationDigest,
      tally: EvaluationTally(outcomes: outcomes, float: float.outcomes, plannedCount: outcomes.count),
      outcomes: outcomes, seconds: seconds, imagesPerSecond: Double(outcomes.count) / seconds,
      integerSiteCount: integerSiteCount, simulatedSiteCount: simulatedSiteCount, isRecalled: true)
  }
}

extension StoredRun {
  func write(to writer: inout ByteWriter) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(configuration) else {
      preconditionFailure("a configuration is words and whole numbers")
    }
    writer.write(Array(data))
    writer.write(configurationDigest)
    writer.write(date)
    outcomes.write(to: &writer)
    writer.write(seconds)
    writer.write(integerSiteCount)
    writer.write(simulatedSiteCount)
  }

  init(from reader: inout ByteReader, imageCount: Int, classCount: Int, hasLabels: Bool) throws(ByteReader.Failure) {
    let encoded = try reader.array(UInt8.self)
    guard let configuration = try? JSONDecoder().decode(QuantizationConfiguration.self, from: Data(encoded)) else {
      throw ByteReader.Failure(reason: "its configuration cannot be read")
    }
    self.configuration = configuration
    configurationDigest = try reader.string()
    date = try reader.read(Double.self)
    outcomes = try [ImageOutcome](from: &reader, count: imageCount, classCount: classCount, hasLabels: hasLabels)
    seconds = try reader.read(Double.self)
    integerSiteCount = try reader.read(Int.self)
    simulatedSiteCount = try reader.read(Int.self)
    guard isSound(classCount: classCount, hasLabels: hasLabels) else { throw ByteReader.Failure(reason: "a number of the run is none") }
  }

  func isSound(classCount: Int, hasLabels: Bool) -> Bool {
    outcomes.areSound(classCount: classCount, hasLabels: hasLabels) && date.isFinite && seconds.isFinite && seconds > 0
      && integerSiteCount >= 0 && simulatedSiteCount >= 0 && integerSiteCount <= 1 << 20
      && simulatedSiteCount <= 1 << 20
  }
}
