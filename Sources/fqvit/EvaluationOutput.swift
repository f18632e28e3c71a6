import Evaluation
import Foundation
import Models
import Quantization

/// What `evaluate` prints: every figure in percent or percentage points, seconds, and counts.
struct EvaluationOutput: Encodable {
  struct Difference: Encodable {
    let points: Double
    let low: Double
    let high: Double
  }

  let images: Int
  let skippedImages: [String]
  let skippedCalibrationImages: [String]
  let top1: Double
  let top1Interval: [Double]
  let top5: Double
  let top5Interval: [Double]
  let floatTop1: Double
  let floatTop5: Double
  let agreement: Double
  let flips: Int
  let difference: Difference
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
    skippedImages = run.images.skipped
    skippedCalibrationImages = run.skippedCalibrationImages
    top1 = tally.top1.percent
    top1Interval = [tally.top1.interval.lowerBound, tally.top1.interval.upperBound]
    top5 = tally.top5.percent
    top5Interval = [tally.top5.interval.lowerBound, tally.top5.interval.upperBound]
    floatTop1 = tally.floatTop1.percent
    floatTop5 = Proportion(count: float.outcomes.count { $0.labelRank < 5 }, total: float.outcomes.count).percent
    agreement = tally.agreement.percent
    flips = tally.agreement.total - tally.agreement.count
    difference = Difference(
      points: tally.difference.points, low: tally.difference.interval.lowerBound,
      high: tally.difference.interval.upperBound)
    imagesPerSecond = report.imagesPerSecond
    floatImagesPerSecond = float.imagesPerSecond
    isFloatModelKept = float.isKept
    isRunKept = report.isRecalled
    calibrationSeconds = run.calibrationSeconds
    calibrationImages = run.calibration?.imageCount ?? run.export?.calibration.imageCount
    calibrationMode = (run.export?.calibration.options.mode ?? run.session.source.mode).rawValue
    isFromExport = run.export != nil
    calibratedOnEvaluationImages =
      run.export.map { $0.isCalibrated(onImagesOf: run.images.digest) } ?? run.session.calibratesOnEvaluationImages
    configuration = ConfigurationStatement(run.configuration, graph: run.session.model.graph)
    configurationFile = run.file.map(ConfigurationFileOutput.init)
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

  /// What a person has to know beside the figures, where they are not printed.
  var notices: [String] {
    var notices: [String] = []
    if calibratedOnEvaluationImages, let calibrationImages {
      notices.append("calibrated on \(calibrationImages) of IMAGES: give --calibration for fair figures")
    }
    if let configurationFile, configurationFile.state == ConfigurationFile.State.edited.rawValue {
      notices.append("made from \(configurationFile.text)")
    }
    return notices
  }

  /// The same as a table for a person.
  var text: String {
    func percent(_ value: Double) -> String { Figures.fixed(value, 2) + " %" }
    func interval(_ ends: [Double]) -> String { "[\(Figures.fixed(ends[0], 2)), \(Figures.fixed(ends[1], 2))]" }
    var rows: [(String, String)] = [
      ("images", "\(images)" + (skippedImages.isEmpty ? "" : " (\(skippedImages.count) skipped)")),
      ("top-1", "\(percent(top1))  95 % \(interval(top1Interval))"),
      ("top-5", "\(percent(top5))  95 % \(interval(top5Interval))"),
      ("float", "top-1 \(percent(floatTop1)), top-5 \(percent(floatTop5))"),
      (
        "vs float",
        "\(Figures.signed(difference.points, 2)) points  95 % "
          + "[\(Figures.signed(difference.low, 2)), \(Figures.signed(difference.high, 2))], paired"
      ),
      ("agreement", "\(percent(agreement))  (\(flips) flips)"),
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
      let borrowed = calibratedOnEvaluationImages ? ", taken from IMAGES: give --calibration for a fair figure" : ""
      let source = (isFromExport ? ", as exported" : " in \(Figures.fixed(calibrationSeconds, 1)) s") + borrowed
      rows.insert(("calibration", "\(calibrationImages) images\(skipped)\(source)"), at: rows.firstIndex { $0.0 == "speed" } ?? rows.count)
    }
    let lines = rows.map { $0.0.padding(toLength: 13, withPad: " ", startingAt: 0) + $0.1 }
    return (lines + (skippedImages + skippedCalibrationImages).map { "skipped      \($0)" }).joined(separator: "\n")
  }
}
