import Foundation
package import Graphs
package import Models
package import Quantization
import Tensors
import Texts

/// The file that the workbench and the command line export: every choice, its numbers, and the figure they gave.
package struct ConfigurationExport: Encodable, Sendable, Hashable {
  package struct ModelIdentity: Encodable, Sendable, Hashable {
    package let architecture: String
    package let checkpointDigest: String
  }

  package struct CalibrationIdentity: Encodable, Sendable, Hashable {
    package let imageListDigest: String
    package let imageCount: Int
    package let options: CalibrationOptions
    /// Whether images that calibrated are among those of the report; nil in files of schema version 1.
    package let isOnEvaluationImages: Bool?
  }

  /// The figures on the evaluation images, in percent.
  package struct Figures: Codable, Sendable, Hashable {
    package let images: Int
    package let imageListDigest: String
    /// Absent, as all that follows from labels, where the images have none.
    package let top1: Double?
    package let top1Interval: [Double]?
    package let top5: Double?
    package let floatTop1: Double?
    package let difference: Double?
    package let differenceInterval: [Double]?
    package let agreement: Double
    /// Absent in files of schema version 1, as the two that follow.
    package let agreementInterval: [Double]?
    /// The mean over the images, against the float model's logits.
    package let logitsCosine: Double?
    /// In dB; absent also where no logit differs.
    package let logitsSqnr: Double?
    package let integerSites: Int
    package let simulatedSites: Int
    /// Where the labels come from, in words; absent, as what follows, in files of schema version 1.
    package let labels: String?
    package let arithmetic: PlanCompiler.Arithmetic?
    /// What has to be known of the figures, a sentence each.
    package let remarks: [String]?
  }

  /// The exported file that this configuration was made from.
  package struct Origin: Encodable, Sendable, Hashable {
    /// Of that file's content.
    package let digest: String
    package let state: ConfigurationFile.State

    package init(digest: String, state: ConfigurationFile.State) {
      self.digest = digest
      self.state = state
    }
  }

  package static let currentSchemaVersion = 2
  package static let readableSchemaVersions = 1...2

  package let schemaVersion: Int
  package let model: ModelIdentity
  package let calibration: CalibrationIdentity
  package let configurationDigest: String
  package let observer: ObserverKind
  /// The configuration in words.
  package let configuration: ConfigurationStatement
  package let sites: [SiteID: SiteChoice]
  /// Absent where the configuration was exported before it was evaluated, and of a file that was edited.
  package let report: Figures?
  package let origin: Origin?
  /// Of everything else in the file, to the last bit of each number.
  package private(set) var digest: String
  /// Whether the numbers are those that were exported; not part of the file.
  package let state: ConfigurationFile.State

  private enum CodingKeys: String, CodingKey {
    case schemaVersion, model, calibration, configurationDigest, observer, configuration, sites, report, origin, digest
  }

  /// - Parameters:
  ///   - report: the figures; nil before they are in.
  ///   - origin: the file that the configuration was made from, if any.
  package init(
    model: Model, configuration: QuantizationConfiguration, calibration: Calibration, isOnEvaluationImages: Bool,
    report: Figures?, origin: Origin? = nil
  ) throws(EvaluationError) {
    let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: model.graph)
    schemaVersion = Self.currentSchemaVersion
    self.model = ModelIdentity(
      architecture: model.graph.architecture, checkpointDigest: model.checkpoint.digest)
    self.calibration = CalibrationIdentity(
      imageListDigest: calibration.imageListDigest, imageCount: calibration.imageCount, options: calibration.options,
      isOnEvaluationImages: isOnEvaluationImages)
    configurationDigest = configuration.digest(for: model.graph)
    observer = configuration.observer
    self.configuration = ConfigurationStatement(configuration, graph: model.graph)
    var sites: [SiteID: SiteChoice] = [:]
    for site in model.graph.sites {
      let scheme = configuration.scheme(at: site)
      let quantizer = site.role == .weight ? model.weightQuantizer(scheme, at: site) : table[site.id]
      sites[site.id] = SiteChoice(scheme: scheme, quantizer: quantizer)
    }
    self.sites = sites
    self.report = report
    self.origin = origin
    state = .verified
    digest = ""
    digest = contentDigest
  }

  /// Of what the file holds but for the digest itself, as a reader will find it.
  private var contentDigest: String {
    let limits = JSONScanner.Limits(depth: 32, valueCount: .max)
    guard let bytes = try? encoded(), let value = try? JSONScanner.value(of: bytes, limits: limits) else {
      preconditionFailure("what is written can be read")
    }
    return value.digestBesidesItself
  }

  /// Sorted keys, so that two exports compare line by line.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// Whether its calibration images are among the evaluation images of that digest, as far as the file tells.
  package func isCalibrated(onImagesOf imageListDigest: String) -> Bool {
    calibration.isOnEvaluationImages == true && (report.map { $0.imageListDigest == imageListDigest } ?? true)
  }

  /// Writes the file whole or not at all.
  package func write(to path: String) throws { try AtomicFile.write(encoded(), to: path) }

  package func configuration(for graph: Graph) -> QuantizationConfiguration {
    Self.configuration(observer: observer, sites: sites, graph: graph)
  }

  static func configuration(
    observer: ObserverKind, sites: [SiteID: SiteChoice], graph: Graph
  ) -> QuantizationConfiguration {
    var configuration = QuantizationConfiguration.base
    configuration.observer = observer
    for site in graph.sites {
      if let choice = sites[site.id] { configuration.set(choice.scheme, at: site) }
    }
    return configuration
  }

  /// The quantizers as they were calibrated, so that the figure comes out again without the calibration images.
  package func quantizers(for graph: Graph) -> QuantizerTable {
    var quantizers: [SiteID: Quantizer] = [:]
    for site in graph.activationSites { quantizers[site.id] = sites[site.id]?.quantizer(at: site) }
    return QuantizerTable(quantizers: quantizers, mode: calibration.options.mode)
  }

  // Reading: see ConfigurationExport+Reading.
  init(
    schemaVersion: Int, model: ModelIdentity, calibration: CalibrationIdentity, configuration: QuantizationConfiguration,
    sites: [SiteID: SiteChoice], report: Figures?, origin: Origin?, digest: String, state: ConfigurationFile.State,
    graph: Graph
  ) {
    self.schemaVersion = schemaVersion
    self.model = model
    self.calibration = calibration
    configurationDigest = configuration.digest(for: graph)
    observer = configuration.observer
    self.configuration = ConfigurationStatement(configuration, graph: graph)
    self.sites = sites
    self.report = report
    self.origin = origin
    self.digest = digest
    self.state = state
  }
}

extension JSONValue {
  /// The digest of an exported file's content, which its member `digest` repeats.
  var digestBesidesItself: String {
    var members = object ?? [:]
    members["digest"] = nil
    return JSONValue.object(members).contentDigest
  }
}

extension ConfigurationExport.Figures {
  package init(
    _ report: EvaluationReport, imageListDigest: String, labels: String, arithmetic: PlanCompiler.Arithmetic,
    remarks: [String]
  ) {
    let tally = report.tally
    images = tally.imageCount
    self.imageListDigest = imageListDigest
    let accuracy = tally.accuracy
    top1 = accuracy?.top1.percent
    top1Interval = accuracy?.top1.interval.ends
    top5 = accuracy?.top5.percent
    floatTop1 = accuracy?.floatTop1.percent
    difference = accuracy?.difference.points
    differenceInterval = accuracy?.difference.interval.ends
    agreement = tally.agreement.percent
    agreementInterval = tally.agreement.interval.ends
    logitsCosine = tally.logits.cosine
    logitsSqnr = tally.logits.finiteDecibels
    integerSites = report.integerSiteCount
    simulatedSites = report.simulatedSiteCount
    self.labels = labels
    self.arithmetic = arithmetic
    self.remarks = remarks
  }
}

extension Model {
  /// The quantizer that a scheme makes of a layer's weight.
  package func weightQuantizer(_ scheme: QuantizationScheme, at site: Site) -> Quantizer {
    guard case .uniform(let bits, let granularity) = scheme else { return .float }
    return .uniform(
      UniformQuantizer(symmetric: bits, weight: checkpoint[site.id.name], granularity: granularity))
  }
}
