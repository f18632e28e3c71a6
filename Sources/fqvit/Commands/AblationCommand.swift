import ArgumentParser
import Evaluation
import Foundation
import Models
import Quantization

/// `fqvit ablation`: the paper's table.
struct AblationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation",
    abstract:
      "Evaluate observers × {layer-wise, PTS} × the attention ladder, the paper's ablation, and print the table.")

  @Argument(help: "The model's folder.", transform: path) var model: String
  @Argument(help: "The folder of labelled images.", transform: path) var images: String
  @OptionGroup var source: SourceOptions
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("The observers to compare. (default: all four)", valueName: "names"))
  var observers: [ObserverKind] = []
  @Flag(name: .long, help: "Print one JSON object.") var json = false

  private struct Output: Encodable {
    struct Row: Encodable {
      let observer: String
      let normInput: String
      let attention: String
      let top1: Double
      let top1Interval: [Double]
      let top5: Double
      let agreement: Double
      let difference: Double
      let differenceInterval: [Double]
      let imagesPerSecond: Double
      let configurationDigest: String
      /// In words and in full.
      let configuration: ConfigurationStatement
    }

    let images: Int
    let floatTop1: Double
    let calibrationMode: String
    let calibratedOnEvaluationImages: Bool
    let seconds: Double
    let rows: [Row]
  }

  func run() throws {
    let output = try Failure.reporting { try measure() }
    if json { try StandardOutput.writeJSON(output) } else { try StandardOutput.write(text(output)) }
  }

  private func measure() throws -> Output {
    let progress = ProgressLine()
    defer { progress.clear() }
    let start = ContinuousClock.now
    let session = EvaluationSession(model: try Model(folder: model), source: try source.source(images: images))
    let flag = CancellationFlag()
    let imageCount = try session.images(cancellation: flag) { progress.show("loading images", $0, $1) }.count
    let float = try session.floatReference(cancellation: flag) { progress.show("float model", $0, $1) }
    _ = try session.calibrationImages(cancellation: flag) { progress.show("calibration images", $0, $1) }
    let ablation = Ablation(observers: observers.isEmpty ? ObserverKind.allCases : observers)
    let rows = try ablation.run(
      on: session, cancellation: flag,
      onStart: { index, _ in progress.show("row", index + 1, ablation.rows.count) },
      onCalibration: { progress.show("calibrating", $0, $1) })
    progress.clear()
    session.showCacheRemarks()
    return Output(
      images: imageCount,
      floatTop1: Proportion(count: float.outcomes.count { $0.labelRank == 0 }, total: imageCount).percent,
      calibrationMode: source.calibrationMode.rawValue,
      calibratedOnEvaluationImages: session.calibratesOnEvaluationImages, seconds: (ContinuousClock.now - start).seconds,
      rows: rows.map { row, report in
        let tally = report.tally
        return Output.Row(
          observer: row.observer.rawValue, normInput: row.usesPowersOfTwoScale ? "pts8" : "uniform8",
          attention: row.attention.description, top1: tally.top1.percent,
          top1Interval: [tally.top1.interval.lowerBound, tally.top1.interval.upperBound], top5: tally.top5.percent,
          agreement: tally.agreement.percent, difference: tally.difference.points,
          differenceInterval: [tally.difference.interval.lowerBound, tally.difference.interval.upperBound],
          imagesPerSecond: report.imagesPerSecond, configurationDigest: report.configurationDigest,
          configuration: ConfigurationStatement(report.configuration, graph: session.model.graph))
      })
  }

  private func text(_ output: Output) -> String {
    let header = "observer    LayerNorm   attention  top-1 %  95 % interval   vs float  95 % paired     agree %"
    let rows = output.rows.map { row in
      func padded(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
      func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
      }
      let interval = "[\(Figures.fixed(row.top1Interval[0], 1)), \(Figures.fixed(row.top1Interval[1], 1))]"
      let paired = "[\(Figures.signed(row.differenceInterval[0], 1)), \(Figures.signed(row.differenceInterval[1], 1))]"
      return padded(row.observer, 12) + padded(row.normInput, 12) + padded(row.attention, 10)
        + right(Figures.fixed(row.top1, 2), 8) + "  " + padded(interval, 14)
        + right(Figures.signed(row.difference, 2), 10)
        + "  " + padded(paired, 14) + right(Figures.fixed(row.agreement, 2), 9)
    }
    let foot =
      "\(output.images) images, float top-1 \(Figures.fixed(output.floatTop1, 2)) %, \(output.calibrationMode) calibration"
      + (output.calibratedOnEvaluationImages ? " on some of IMAGES: give --calibration for fair figures" : "") + ", "
      + "\(Figures.fixed(output.seconds, 0)) s"
    return ([header] + rows + [foot]).joined(separator: "\n")
  }
}
