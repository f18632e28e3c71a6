import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import Texts

/// What `evaluate` prints: every figure in percent or percentage points, seconds, and counts.
struct EvaluationOutput: Encodable {
  struct Difference: Encodable {
    let points: Double
    let low: Double
    let high: Double
  }

  let images: Int
  /// How the images were chosen from more; absent where all are there.
  let selection: String?
  let skippedImages: [String]
  let skippedCalibrationImages: [String]
  /// Where the labels come from, in words, or `none`: then everything that follows from labels is absent.
  let labels: String
  let top1: Double?
  let top1Interval: [Double]?
  let top5: Double?
  let top5Interval: [Double]?
  let floatTop1: Double?
  let floatTop5: Double?
  let difference: Difference?
  let agreement: Double
  let agreementInterval: [Double]
  let flips: Int
  /// Whether any logit differs from the float model's.
  let logitsDiffer: Bool
  /// The mean cosine of the logits and the float model's; absent where they are not finite.
  let logitsCosine: Double?
  /// SQNR of the logits in dB; absent where none differs from the float model's.
  let logitsSqnr: Double?
  /// Absent without `--held-out`.
  let heldOut: HeldOutOutput?
  let imagesPerSecond: Double
  let floatImagesPerSecond: Double
  /// Whether an earlier run computed what the float model says, and the figures; then nothing was evaluated now.
  let isFloatModelKept: Bool
  let isRunKept: Bool
  let calibrationSeconds: Double
  let calibrationImages: Int?
  let calibrationMode: String
  /// Whether the numbers of the calibration are those of `--configuration`.
  let isFromExport: Bool
  /// Whether the calibration images were borrowed from the evaluation images.
  let calibratedOnEvaluationImages: Bool
  /// What is to be known of the images, their labels and these figures, a sentence each; empty where there is nothing.
  let remarks: [String]
  /// In words and in full.
  let configuration: ConfigurationStatement
  /// What `--configuration` named.
  let configurationFile: ConfigurationFileOutput?
  let arithmetic: String
  let observer: String
  let powersOfTwoScaleSites: Int
  let logIntSoftmaxSites: Int
  let integerSites: Int
  let simulatedSites: Int
  let configurationDigest: String
  let checkpointDigest: String
  let outcomesDigest: String

  init(_ run: EvaluationRun) throws {
    let report = run.report
    let tally = report.tally
    let float = try run.session.floatReference(cancellation: CancellationFlag(), progress: { _, _ in })
    images = tally.imageCount
    selection = run.images.selection
    skippedImages = run.images.skipped
    skippedCalibrationImages = run.skippedCalibrationImages
    let accuracy = tally.accuracy
    labels = run.images.labelSource
    top1 = accuracy?.top1.percent
    top1Interval = accuracy?.top1.interval.ends
    top5 = accuracy?.top5.percent
    top5Interval = accuracy?.top5.interval.ends
    let floatAccuracy = EvaluationTally(
      outcomes: float.outcomes, float: float.outcomes, plannedCount: float.outcomes.count
    ).accuracy
    floatTop1 = floatAccuracy?.top1.percent
    floatTop5 = floatAccuracy?.top5.percent
    difference = (accuracy?.difference).map {
      Difference(points: $0.points, low: $0.interval.lowerBound, high: $0.interval.upperBound)
    }
    agreement = tally.agreement.percent
    agreementInterval = tally.agreement.interval.ends
    flips = tally.flipCount
    logitsCosine = tally.logits.cosine
    logitsSqnr = tally.logits.finiteDecibels
    logitsDiffer = tally.logits.decibels != .infinity
    heldOut = run.heldOut.map(HeldOutOutput.init)
    imagesPerSecond = report.imagesPerSecond
    floatImagesPerSecond = float.imagesPerSecond
    isFloatModelKept = float.isKept
    isRunKept = report.isRecalled
    calibrationSeconds = run.calibrationSeconds
    calibrationImages = run.calibration?.imageCount ?? run.export?.calibration.imageCount
    calibrationMode = (run.export?.calibration.options.mode ?? run.session.source.mode).rawValue
    isFromExport = run.export != nil
    let found = run.remarks(float: float)
    remarks = run.images.remarks + found.map(\.description)
    calibratedOnEvaluationImages = found.contains { if case .calibratedOnEvaluationImages = $0 { true } else { false } }
    configuration = ConfigurationStatement(run.configuration, graph: run.session.model.graph)
    configurationFile = run.file.map { ConfigurationFileOutput($0, usesNumbers: run.export != nil) }
    arithmetic = run.session.source.arithmetic.rawValue
    observer = run.configuration.observer.rawValue
    let schemes = run.session.model.graph.sites.map { run.configuration.scheme(at: $0) }
    powersOfTwoScaleSites = schemes.count { if case .powersOfTwoScale = $0 { true } else { false } }
    logIntSoftmaxSites = schemes.count { if case .logIntSoftmax = $0 { true } else { false } }
    integerSites = report.integerSiteCount
    simulatedSites = report.simulatedSiteCount
    configurationDigest = report.configurationDigest
    outcomesDigest = report.outcomesDigest
    checkpointDigest = run.session.model.checkpoint.digest
  }

  private var logitsText: String {
    guard let logitsCosine else { return "not finite" }
    guard logitsDiffer else { return "equal to the float model's" }
    let decibels = logitsSqnr.map { "SQNR \(Figures.fixed($0, 2)) dB, " } ?? ""
    return decibels + "cosine \(Figures.fixed(logitsCosine, 5)) to the float model's"
  }

  /// What a person has to know beside the figures, where they are not printed.
  var notices: [String] {
    var notices = remarks.map(\.printable)
    if let configurationFile, configurationFile.state == ConfigurationFile.State.edited.rawValue {
      notices.append("made from \(configurationFile.text)")
    }
    return notices
  }

  /// The same as a table for a person.
  var text: String {
    func percent(_ value: Double) -> String { Figures.fixed(value, 2) + " %" }
    func interval(_ ends: [Double]) -> String { "[\(Figures.fixed(ends[0], 2)), \(Figures.fixed(ends[1], 2))]" }
    let skipped = skippedImages.isEmpty ? "" : " (\(skippedImages.count) skipped)"
    var rows: [(String, String)] = [("images", (selection ?? "\(images)") + skipped), ("labels", labels)]
    if let top1, let top1Interval, let top5, let top5Interval, let floatTop1, let floatTop5, let difference {
      rows += [
        ("top-1", "\(percent(top1))  95 % \(interval(top1Interval))"),
        ("top-5", "\(percent(top5))  95 % \(interval(top5Interval))"),
        ("float", "top-1 \(percent(floatTop1)), top-5 \(percent(floatTop5))"),
        (
          "vs float",
          "\(Figures.signed(difference.points, 2)) points  95 % "
            + "[\(Figures.signed(difference.low, 2)), \(Figures.signed(difference.high, 2))], paired"
        ),
      ]
    }
    rows += [
      ("agreement", "\(percent(agreement))  95 % \(interval(agreementInterval))  (\(flips) flips)"),
      ("logits", logitsText),
    ]
    if let heldOut { rows.append(("held out", heldOut.text)) }
    rows += [
      ("schemes", configuration.line),
      ("sites", "\(integerSites) integer, \(simulatedSites) simulated"),
      ("observer", "\(observer), \(calibrationMode) mode"),
      ("speed", "\(Figures.fixed(imagesPerSecond, 1)) images/s (float \(Figures.fixed(floatImagesPerSecond, 1)))"),
    ]
    if isFloatModelKept || isRunKept {
      let what = (isFloatModelKept ? ["float model"] : []) + (isRunKept ? ["this configuration's figures"] : [])
      rows.append(("kept", what.joined(separator: " and ") + " from an earlier run; --no-cache computes them anew"))
    }
    if let configurationFile { rows.append(("file", configurationFile.text)) }
    rows.append(("digest", String(configurationDigest.prefix(16))))
    if let calibrationImages {
      let skipped = skippedCalibrationImages.isEmpty ? "" : " (\(skippedCalibrationImages.count) skipped)"
      let source = isFromExport ? ", as exported" : " in \(Figures.fixed(calibrationSeconds, 1)) s"
      rows.insert(("calibration", "\(calibrationImages) images\(skipped)\(source)"), at: rows.firstIndex { $0.0 == "speed" } ?? rows.count)
    }
    let lines = rows.map { $0.0.padding(toLength: 13, withPad: " ", startingAt: 0) + $0.1 }
    let notes = remarks.map { "remark       \($0.printable)" }
    let skippedLines = SkippedLines.lines(skippedImages + skippedCalibrationImages, title: "skipped      ")
    return (lines + notes + skippedLines).joined(separator: "\n")
  }
}
