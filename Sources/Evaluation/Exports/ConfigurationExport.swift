import Foundation
package import Models
package import Quantization
import Tensors

/// The file that the workbench and the command line export: every choice, its numbers, and the figure they gave.
package struct ConfigurationExport: Codable, Sendable, Hashable {
  package struct ModelIdentity: Codable, Sendable, Hashable {
    package let architecture: String
    package let checkpointDigest: String
  }

  package struct CalibrationIdentity: Codable, Sendable, Hashable {
    package let imageListDigest: String
    package let imageCount: Int
    package let options: CalibrationOptions
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
  }

  package static let currentSchemaVersion = 1

  package let schemaVersion: Int
  package let model: ModelIdentity
  package let calibration: CalibrationIdentity
  package let configurationDigest: String
  package let observer: ObserverKind
  package let sites: [SiteID: SiteChoice]
  /// Absent where the configuration was exported before it was evaluated.
  package let report: Figures?

  package init(
    model: Model, configuration: QuantizationConfiguration, calibration: Calibration, report: EvaluationReport?,
    evaluationDigest: String
  ) throws(EvaluationError) {
    let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: model.graph)
    schemaVersion = Self.currentSchemaVersion
    self.model = ModelIdentity(
      architecture: model.graph.architecture, checkpointDigest: model.checkpoint.digest)
    self.calibration = CalibrationIdentity(
      imageListDigest: calibration.imageListDigest, imageCount: calibration.imageCount, options: calibration.options)
    configurationDigest = configuration.digest(for: model.graph)
    observer = configuration.observer
    var sites: [SiteID: SiteChoice] = [:]
    for site in model.graph.sites {
      let scheme = configuration.scheme(at: site)
      let quantizer = site.role == .weight ? model.weightQuantizer(scheme, at: site) : table[site.id]
      sites[site.id] = SiteChoice(scheme: scheme, quantizer: quantizer)
    }
    self.sites = sites
    self.report = report.map { Figures($0, imageListDigest: evaluationDigest) }
  }

  /// Sorted keys, so that two exports compare line by line.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// Reads an exported file and holds it against the model at hand.
  package init(path: String, model: Model) throws(EvaluationError) {
    func problem(_ error: QuantizationError) -> EvaluationError {
      .unreadableExport(path: path, reason: error.description)
    }
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw .unreadableExport(path: path, reason: "no such file, or not readable")
    }
    do { self = try JSONDecoder().decode(Self.self, from: data) } catch {
      throw .unreadableExport(path: path, reason: Self.reason(error))
    }
    guard schemaVersion == Self.currentSchemaVersion else {
      throw problem(.schemaVersion(found: schemaVersion, supported: Self.currentSchemaVersion))
    }
    let digest = model.checkpoint.digest
    guard self.model.checkpointDigest == digest else {
      throw .digestMismatch(
        path: path, what: "checkpoint", found: digest, expected: self.model.checkpointDigest)
    }
    for (id, choice) in sites.sorted(by: { $0.key < $1.key }) {
      guard let site = model.graph.site(id) else { throw problem(.unknownSite(id)) }
      guard site.role.allows(choice.scheme) else {
        throw problem(.schemeNotDefined(choice.scheme, at: id, role: site.role))
      }
      guard choice.quantizer(at: site) != nil else {
        throw .unreadableExport(path: path, reason: "the numbers at '\(id)' do not fit '\(choice.scheme)'")
      }
    }
    if let missing = model.graph.sites.first(where: { sites[$0.id] == nil }) {
      throw .unreadableExport(path: path, reason: "the site '\(missing.id)' is missing")
    }
    let configuration = configuration(for: model.graph)
    if let found = configuration.problem(for: model.graph) { throw problem(found) }
    guard configuration.digest(for: model.graph) == configurationDigest else {
      throw .unreadableExport(path: path, reason: "its configurationDigest does not match its sites; it was edited")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "the field '\(key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "the field '\(context.codingPath.map(\.stringValue).joined(separator: "."))' has another type"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
    default: "not JSON"
    }
  }

  package func configuration(for graph: ModelGraph) -> QuantizationConfiguration {
    var configuration = QuantizationConfiguration.base
    configuration.observer = observer
    for site in graph.sites {
      if let choice = sites[site.id] { configuration.set(choice.scheme, at: site) }
    }
    return configuration
  }

  /// The quantizers as they were calibrated, so that the figure comes out again without the calibration images.
  package func quantizers(for graph: ModelGraph) -> QuantizerTable {
    var quantizers: [SiteID: Quantizer] = [:]
    for site in graph.activationSites { quantizers[site.id] = sites[site.id]?.quantizer(at: site) }
    return QuantizerTable(quantizers: quantizers, mode: calibration.options.mode)
  }

  /// Writes the file whole or not at all.
  package func write(to path: String) throws { try AtomicFile.write(encoded(), to: path) }
}

extension ConfigurationExport.Figures {
  init(_ report: EvaluationReport, imageListDigest: String) {
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
