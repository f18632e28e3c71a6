import ArgumentParser
import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import Texts

/// `fqvit ablation`: the paper's table.
struct AblationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation",
    abstract:
      "Evaluate observers × {layer-wise, PTS} × the attention ladder, the paper's ablation, and print the table.")

  @Argument(help: "The model's folder, or a file of its weights.", transform: path) var model: String
  @Argument(help: "The folder of labelled images.", transform: path) var images: String
  @OptionGroup var network: ModelOptions
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
      /// Absent, as all that follows from labels, where the images have none.
      let top1: Double?
      let top1Interval: [Double]?
      let top5: Double?
      let difference: Double?
      let differenceInterval: [Double]?
      let agreement: Double
      let agreementInterval: [Double]
      let logitsCosine: Double?
      /// In dB; absent also where no logit differs from the float model's.
      let logitsSqnr: Double?
      let imagesPerSecond: Double
      let configurationDigest: String
      /// In words and in full.
      let configuration: ConfigurationStatement
    }

    let images: Int
    /// How the images were chosen from more; absent where all are there.
    let selection: String?
    /// Where the labels come from, in words, or `none`.
    let labels: String
    let floatTop1: Double?
    let calibrationMode: String
    let calibratedOnEvaluationImages: Bool
    let seconds: Double
    /// What is to be known of these figures, a sentence each.
    let remarks: [String]
    /// The row with the best figure, from 0, on the images that are held out; both absent without `--held-out`.
    let bestRow: Int?
    let heldOut: HeldOutOutput?
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
    let session = EvaluationSession(model: try network.open(model), source: try source.source(images: images))
    let flag = CancellationFlag()
    let evaluated = try session.images(cancellation: flag) { progress.show("loading images", $0, $1) }
    let imageCount = evaluated.count
    let float = try session.floatReference(cancellation: flag) { progress.show("float model", $0, $1) }
    _ = try session.calibrationImages(cancellation: flag) { progress.show("calibration images", $0, $1) }
    let ablation = Ablation(observers: observers.isEmpty ? ObserverKind.allCases : observers)
    let rows = try ablation.run(
      on: session, cancellation: flag,
      onStart: { index, _ in progress.show("row", index + 1, ablation.rows.count) },
      onCalibration: { progress.show("calibrating", $0, $1) })
    let counts = rows.map { $0.report.tally.headline.proportion.count }
    let best = counts.indices.max { counts[$0] < counts[$1] }
    let heldOut = try best.flatMap { best in
      source.heldOut == nil ? nil : try session.confirm(rows[best].report.configuration, cancellation: flag) {
        progress.show("held-out images", $0, $1)
      }
    }
    progress.clear()
    session.showCacheRemarks()
    let floatAccuracy = EvaluationTally(outcomes: float.outcomes, float: float.outcomes, plannedCount: imageCount).accuracy
    let selection = SelectionRemark(runCount: rows.count).map { [EvaluationRemark.selection($0)] } ?? []
    return Output(
      images: imageCount, selection: evaluated.selection, labels: evaluated.labelSource,
      floatTop1: floatAccuracy?.top1.percent, calibrationMode: source.calibrationMode.rawValue,
      calibratedOnEvaluationImages: session.calibratesOnEvaluationImages, seconds: (ContinuousClock.now - start).seconds,
      remarks: evaluated.remarks + (session.remarks(images: evaluated, float: float) + selection).map(\.description),
      bestRow: heldOut == nil ? nil : best, heldOut: heldOut.map(HeldOutOutput.init),
      rows: rows.map { row, report in
        let tally = report.tally
        return Output.Row(
          observer: row.observer.rawValue, normInput: row.usesPowersOfTwoScale ? "pts8" : "uniform8",
          attention: row.attention.description, top1: tally.accuracy?.top1.percent,
          top1Interval: tally.accuracy?.top1.interval.ends, top5: tally.accuracy?.top5.percent,
          difference: tally.accuracy?.difference.points,
          differenceInterval: tally.accuracy?.difference.interval.ends, agreement: tally.agreement.percent,
          agreementInterval: tally.agreement.interval.ends, logitsCosine: tally.logits.cosine,
          logitsSqnr: tally.logits.finiteDecibels,
          imagesPerSecond: report.imagesPerSecond, configurationDigest: report.configurationDigest,
          configuration: ConfigurationStatement(report.configuration, graph: session.model.graph))
      })
  }

  private func text(_ output: Output) -> String {
    func range(_ ends: [Double]) -> String { "[\(Figures.fixed(ends[0], 1)), \(Figures.fixed(ends[1], 1))]" }
    func paired(_ ends: [Double]) -> String { "[\(Figures.signed(ends[0], 1)), \(Figures.signed(ends[1], 1))]" }
    let hasLabels = output.labels != "none"
    var lines = [["observer", "LayerNorm", "attention"]]
    lines[0] += hasLabels ? ["top-1 %", "95 % interval", "vs float", "95 % paired"] : []
    lines[0] += hasLabels ? ["agree %"] : ["agree %", "95 % interval"]
    lines[0] += ["logits dB"]
    for row in output.rows {
      var cells = [row.observer, row.normInput, row.attention]
      if let top1 = row.top1, let interval = row.top1Interval, let difference = row.difference,
        let differenceInterval = row.differenceInterval
      {
        cells += [
          Figures.fixed(top1, 2), range(interval), Figures.signed(difference, 2), paired(differenceInterval),
          Figures.fixed(row.agreement, 2),
        ]
      } else {
        cells += [Figures.fixed(row.agreement, 2), range(row.agreementInterval)]
      }
      lines.append(cells + [row.logitsSqnr.map { Figures.fixed($0, 1) } ?? "-"])
    }
    let float = output.floatTop1.map { "float top-1 \(Figures.fixed($0, 2)) %" } ?? "without labels"
    let foot =
      "\(output.selection ?? "\(output.images) images"), \(float), \(output.calibrationMode) calibration, "
      + "\(Figures.fixed(output.seconds, 0)) s"
    let notes = ["labels: \(output.labels)"] + output.remarks.map { "remark: \($0.printable)" }
    var confirmation: [String] = []
    if let best = output.bestRow, let heldOut = output.heldOut {
      let row = output.rows[best]
      confirmation = ["best row (\(row.observer) \(row.normInput) \(row.attention)) on held-out images: \(heldOut.text)"]
    }
    return ([TextTable(lines, leftColumns: 3).text, foot] + confirmation + notes).joined(separator: "\n")
  }
}
