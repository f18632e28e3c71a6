import Digests
import Foundation
import Graphs
import Models
import Quantization
import Texts

extension ConfigurationExport {
  /// Reads a file of any version and validates every value.
  ///
  /// - Parameter value: the file; its checkpoint is the model's.
  init(_ value: JSONValue, model: Model) throws(JSONFields.Problem) {
    let graph = model.graph
    var fields = try JSONFields(value, at: "")
    let version = try fields.integer("schemaVersion", in: 1...Int.max)
    guard Self.readableSchemaVersions.contains(version) else {
      throw .init(
        reason: "schemaVersion \(version) is not supported; this program reads versions "
          + "\(Self.readableSchemaVersions.lowerBound) to \(Self.readableSchemaVersions.upperBound)")
    }
    let identity = try ModelIdentity(try fields.fields("model"))
    let calibration = try CalibrationIdentity(try fields.fields("calibration"), graph: graph)
    let observer: ObserverKind = try fields.word("observer")
    guard calibration.options.observer == observer else {
      throw .init(reason: "observer is '\(observer.rawValue)', calibration.options.observer another")
    }
    let sites = try Self.sites(try fields.fields("sites"), model: model)
    let configuration = Self.configuration(observer: observer, sites: sites, graph: graph)
    if let problem = configuration.problem(for: graph) { throw .init(reason: problem.description) }

    let configurationDigest = try fields.digest("configurationDigest")
    let report = try fields.take("report").map { value throws(JSONFields.Problem) in try Figures(value, at: "report") }
    let digest: String
    let state: ConfigurationFile.State
    var origin: Origin?
    if version == 1 {
      digest = value.digestBesidesItself
      state = configuration.firstVersionDigest(for: graph) == configurationDigest ? .unverified : .edited
    } else {
      digest = try fields.digest("digest")
      state = digest == value.digestBesidesItself ? .verified : .edited
      let words = try fields.value("configuration")
      // A change of the words alone would change nothing, and whoever made it would not learn of it.
      if state == .edited, configuration.digest(for: graph) == configurationDigest,
        words.contentDigest != ConfigurationStatement(configuration, graph: graph).json.contentDigest
      {
        throw .init(
          reason: "configuration is not what sites say, and sites decide; edit those, or write a file with 'set' alone")
      }
      if fields.contains("origin") { origin = try Origin(try fields.fields("origin")) }
    }
    for name in ["report", "origin"] { _ = fields.take(name) }
    try fields.end()
    self.init(
      schemaVersion: version, model: identity, calibration: calibration, configuration: configuration, sites: sites,
      report: state == .edited ? nil : report, origin: origin, digest: digest, state: state, graph: graph)
  }

  private static func sites(
    _ fields: JSONFields, model: Model
  ) throws(JSONFields.Problem) -> [SiteID: SiteChoice] {
    var fields = fields
    var sites: [SiteID: SiteChoice] = [:]
    for name in fields.names {
      guard let site = model.graph.site(named: name) else {
        throw .init(reason: QuantizationError.unknownSite(SiteID(name)).description)
      }
      guard sites[site.id] == nil else {
        throw .init(reason: "'\(site.id)' and '\(site.alias ?? "")' are one row, and sites has both")
      }
      sites[site.id] = try SiteChoice(try fields.fields(name), at: site)
    }
    if let missing = model.graph.sites.first(where: { sites[$0.id] == nil }) {
      throw .init(reason: "the row '\(missing.id)' is missing from sites")
    }
    try checkConsistency(of: sites, model: model)
    return sites
  }

  /// Numbers that follow from others: LIS reads the integer scores, and a weight's scales come from the checkpoint.
  private static func checkConsistency(of sites: [SiteID: SiteChoice], model: Model) throws(JSONFields.Problem) {
    for attention in model.graph.attentions {
      guard let choice = sites[attention.probabilities], choice.scheme.isLogIntSoftmax else { continue }
      guard choice.scales == sites[attention.scores]?.scales else {
        throw .init(
          reason: "sites.\(attention.probabilities).scales: LIS needs the scale of \(attention.scores), which is another")
      }
    }
    for site in model.graph.sites where site.role == .weight {
      guard let choice = sites[site.id], choice.scheme != .float else { continue }
      guard choice.quantizer(at: site) == model.weightQuantizer(choice.scheme, at: site) else {
        throw .init(
          reason: "sites.\(site.id).scales are not those that '\(choice.scheme)' gives of this checkpoint's weight")
      }
    }
  }
}

extension ConfigurationExport.ModelIdentity {
  fileprivate init(_ fields: JSONFields) throws(JSONFields.Problem) {
    var fields = fields
    architecture = try fields.text("architecture")
    checkpointDigest = try fields.digest("checkpointDigest")
    try fields.end()
  }
}

extension ConfigurationExport.CalibrationIdentity {
  fileprivate init(_ fields: JSONFields, graph: Graph) throws(JSONFields.Problem) {
    var fields = fields
    imageListDigest = try fields.digest("imageListDigest")
    imageCount = try fields.integer("imageCount", in: 1...Int.max)
    options = try CalibrationOptions(try fields.fields("options"), graph: graph)
    isOnEvaluationImages = fields.contains("isOnEvaluationImages") ? try fields.truth("isOnEvaluationImages") : nil
    _ = fields.take("isOnEvaluationImages")
    try fields.end()
  }
}

extension CalibrationOptions {
  fileprivate init(_ fields: JSONFields, graph: Graph) throws(JSONFields.Problem) {
    var fields = fields
    self.init()
    observer = try fields.word("observer")
    mode = try fields.word("mode")
    batchSize = try fields.integer("batchSize", in: 1...Int.max)
    scoredWidths = try fields.integers("scoredWidths", in: IntegerFormat.widths)
    for name in try fields.list("logIntSoftmaxSites") {
      guard let site = name.string.flatMap(graph.site(named:)), site.role == .attention else {
        throw .init(
          reason: "\(fields.place(of: "logIntSoftmaxSites")) names \(JSONFields.shown(name)), which is no attention")
      }
      logIntSoftmaxSites.append(site.id)
    }
    try fields.end()
  }
}

extension ConfigurationExport.Origin {
  fileprivate init(_ fields: JSONFields) throws(JSONFields.Problem) {
    var fields = fields
    digest = try fields.digest("digest")
    let word = try fields.text("state")
    guard let state = ConfigurationFile.State(rawValue: word) else {
      throw .init(reason: "\(fields.place(of: "state")) is '\(word.printable(limit: 40))'")
    }
    self.state = state
    try fields.end()
  }
}

extension ConfigurationExport.Figures {
  fileprivate init(_ value: JSONValue, at place: String) throws(JSONFields.Problem) {
    let fields = try JSONFields(value, at: place)
    if let problem = Self.problem(of: fields) { throw .init(reason: problem) }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(value.description.utf8))
      let known = try JSONScanner.value(
        of: Array(JSONEncoder().encode(self)), limits: JSONScanner.Limits(depth: 8, valueCount: 10_000))
      if let name = fields.names.first(where: { fields.contains($0) && known.object?[$0] == nil }) {
        throw JSONFields.Problem(reason: "the member '\(fields.place(of: name))' is unknown")
      }
    } catch let problem as JSONFields.Problem {
      throw problem
    } catch DecodingError.keyNotFound(let key, _) {
      throw .init(reason: "the member '\(fields.place(of: key.stringValue))' is missing")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context)
    {
      let name = context.codingPath.first?.stringValue ?? ""
      throw .init(reason: "\(fields.place(of: name)) is \(JSONFields.shown(value.object?[name] ?? .null)), which cannot be")
    } catch {
      throw .init(reason: "\(place) cannot be read")
    }
  }

  /// The first figure that is none: percentages run to 100, differences from −100, and intervals upwards.
  private static func problem(of fields: JSONFields) -> String? {
    for name in fields.names {
      var copy = fields
      guard let value = copy.take(name) else { continue }
      let numbers = (value.array ?? [value]).compactMap(\.double)
      let isSound: Bool
      switch name {
      case "images": isSound = (value.integer ?? 0) >= 1
      case "integerSites", "simulatedSites": isSound = (value.integer ?? -1) >= 0
      case "top1", "top5", "floatTop1", "agreement": isSound = numbers.allSatisfy { (0...100).contains($0) }
      case "difference": isSound = numbers.allSatisfy { (-100...100).contains($0) }
      case _ where name.hasSuffix("Interval"):
        isSound = numbers.count == 2 && numbers[0] <= numbers[1] && numbers[0] >= -100 && numbers[1] <= 100
      default: isSound = true
      }
      if !isSound { return "\(fields.place(of: name)) is \(value.description.printable(limit: 60)), which cannot be" }
    }
    return nil
  }
}

extension ConfigurationStatement {
  fileprivate var json: JSONValue {
    let limits = JSONScanner.Limits(depth: 32, valueCount: .max)
    guard let data = try? JSONEncoder().encode(self), let value = try? JSONScanner.value(of: Array(data), limits: limits)
    else { preconditionFailure("what is written can be read") }
    return value
  }
}

extension QuantizationConfiguration {
  /// The digest of schema version 1, in which rows had their other names.
  fileprivate func firstVersionDigest(for graph: Graph) -> String {
    let lines = graph.sites.map { "\($0.alias ?? $0.id.name) \(scheme(at: $0))" }
    return Digest(of: (["observer \(observer.rawValue)"] + lines).joined(separator: "\n")).description
  }
}
