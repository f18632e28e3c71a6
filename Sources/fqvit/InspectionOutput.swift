import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import Texts

/// What `inspect` prints: every row with its range, exponents and own error.
struct InspectionOutput: Encodable {
  struct Entry: Encodable {
    let site: String
    /// The name that the method's authors' program gives the row.
    let alias: String?
    let role: String
    let scheme: String
    let rows: Int
    let channels: Int
    let minimum: Float?
    let maximum: Float?
    /// The widest channel's range over the median channel's.
    let rangeRatio: Float?
    /// α of each channel at 8 bits; LayerNorm inputs only.
    let exponents: [UInt8]?
    /// The site's own error in dB by scheme; an error of zero has none.
    let sqnr: [String: Double]
  }

  let model: String
  let architecture: String
  let classes: Int
  let blocks: Int
  let checkpointDigest: String
  /// In words and in full.
  let configuration: ConfigurationStatement
  let configurationFile: ConfigurationFileOutput?
  let calibrationImages: Int?
  let calibrationMode: String?
  /// Whether they are IMAGES, on which `evaluate` would be no fair judge; nil without images.
  let calibratedOnEvaluationImages: Bool?
  /// Where the labels of the calibration images come from, in words; absent without images.
  let labels: String?
  /// What must be said of the images and their labels.
  let remarks: [String]
  let skippedImages: [String]
  let sites: [Entry]

  init(session: EvaluationSession, chosen: ChosenConfiguration, calibration: Calibration?, images: ImageSet?) {
    let model = session.model
    let weightErrors = session.weightErrors()
    self.model = model.name
    architecture = model.graph.architecture
    classes = model.graph.classCount ?? 0
    blocks = model.graph.blockCount
    checkpointDigest = model.checkpoint.digest
    configuration = ConfigurationStatement(chosen.configuration, graph: model.graph)
    configurationFile = chosen.file.map { ConfigurationFileOutput($0, usesNumbers: chosen.export != nil) }
    calibrationImages = calibration?.imageCount
    calibrationMode = calibration?.options.mode.rawValue
    calibratedOnEvaluationImages = calibration.map { _ in session.calibratesOnEvaluationImages }
    labels = images?.labelSource
    remarks = images?.remarks ?? []
    skippedImages = images?.skipped ?? []
    sites = model.graph.sites.map { site in
      let statistics = calibration?.statistics[site.id]
      let errors = statistics?.errors ?? weightErrors[site.id] ?? [:]
      let range = calibration?.sites[site.id]?.extremes
      return Entry(
        site: site.id.name, alias: site.alias, role: site.role.rawValue,
        scheme: chosen.configuration.scheme(at: site).description, rows: site.rowCount, channels: site.channelCount, minimum: range?.minimum, maximum: range?.maximum,
        rangeRatio: statistics?.rangeRatio, exponents: calibration?.sites[site.id]?.exponents[8],
        sqnr: Dictionary(
          uniqueKeysWithValues: errors.compactMap { scheme, error in
            error.decibels.flatMap { $0.isFinite ? (scheme.description, $0) : nil }
          }))
    }
  }

  var text: String {
    func column(_ text: String, _ width: Int, right: Bool = true) -> String {
      let padding = String(repeating: " ", count: max(0, width - text.count))
      return right ? padding + text : text + padding
    }
    let header =
      column("row", 32, right: false) + column("scheme", 22, right: false) + column("min", 10) + column("max", 10)
      + column("range", 8) + column("SQNR dB", 9) + "  α 0/1/2/3"
    let rows = sites.map { entry in
      let counts = entry.exponents.map { exponents in
        (0...3).map { value in "\(exponents.count { $0 == value })" }.joined(separator: "/")
      }
      return column(entry.site, 32, right: false) + column(entry.scheme, 22, right: false)
        + column(entry.minimum.map { Figures.fixed(Double($0), 3) } ?? Figures.missing, 10)
        + column(entry.maximum.map { Figures.fixed(Double($0), 3) } ?? Figures.missing, 10)
        + column(entry.rangeRatio.map { Figures.fixed(Double($0), 1) } ?? Figures.missing, 8)
        + column(entry.sqnr[entry.scheme].map { Figures.fixed($0, 1) } ?? Figures.missing, 9) + (counts.map { "  " + $0 } ?? "")
    }
    let images = calibrationImages.map { count in
      ", calibrated on \(count) " + (calibratedOnEvaluationImages == true ? "of IMAGES" : "images")
        + (skippedImages.isEmpty ? "" : " (\(skippedImages.count) skipped)")
    }
    let title =
      "\(model.printable): \(architecture.printable), \(blocks) blocks, \(classes) classes" + (images ?? "; give IMAGES for ranges and α")
    let file = configurationFile.map { ["from \($0.text)"] } ?? []
    let notes = (labels.map { ["labels  \($0)"] } ?? []) + remarks.map { "remark  \($0.printable)" }
    return ([title, configuration.line] + file + [header] + rows + notes
      + SkippedLines.lines(skippedImages, title: "skipped  ")).joined(separator: "\n")
  }
}
