import Evaluation
import Foundation
import Models
import Quantization
import TestSupport
import Testing

@Suite struct ConfigurationExportTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 6) }

  private var configurations: [QuantizationConfiguration] {
    [
      .float, .base, bench.fullMethod,
      bench.configuration(
        [
          .hidden: .channelWise(4), .weight: .layerWise(5), .attention: .log2(bits: 4), .scores: .float,
          .normInput: .powersOfTwoScale(bits: 6),
        ], observer: .percentile),
    ]
  }

  /// Exports the full method, changes the file's JSON, and returns what reading says, with the path as `FILE`.
  private func complaint(_ change: (inout [String: Any]) -> Void) throws -> String {
    let path = try exported()
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    var object = try JSONSerialization.jsonObject(with: data) as! [String: Any]
    change(&object)
    try JSONSerialization.data(withJSONObject: object).write(to: URL(fileURLWithPath: path))
    return try complaint(reading: path)
  }

  private func complaint(reading path: String, model: Model? = nil) throws -> String {
    do throws(EvaluationError) {
      _ = try ConfigurationExport(path: path, model: model ?? bench.model)
      return "nothing"
    } catch {
      return error.description.replacingOccurrences(of: path, with: "FILE")
    }
  }

  private func exported() throws -> String {
    let session = bench.session()
    _ = try session.evaluate(bench.fullMethod, cancellation: CancellationFlag())
    let path = bench.path("export.json")
    try session.export(of: bench.fullMethod).write(to: path)
    return path
  }

  /// Changes one member of one site.
  private func at(_ site: String, _ field: String, _ value: Any?) -> (inout [String: Any]) -> Void {
    { object in
      var sites = object["sites"] as! [String: [String: Any]]
      sites[site]![field] = value
      object["sites"] = sites
    }
  }

  @Test func `A file read back gives the same configuration, quantizers and outcomes`() throws {
    for (index, configuration) in configurations.enumerated() {
      let session = bench.session()
      let report = try session.evaluate(configuration, cancellation: CancellationFlag())
      let written = try session.export(of: configuration)
      let path = bench.path("export\(index).json")
      try written.write(to: path)
      let read = try ConfigurationExport(path: path, model: bench.model)
      #expect(read == written)
      let back = read.configuration(for: bench.graph)
      #expect(back.observer == configuration.observer)
      for site in bench.graph.sites { #expect(back.scheme(at: site) == configuration.scheme(at: site), "\(site.id)") }
      let calibration = try session.calibration(
        for: configuration, cancellation: CancellationFlag(), progress: { _, _ in })
      let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: bench.graph)
      for site in bench.graph.activationSites {
        #expect(read.quantizers(for: bench.graph)[site.id] == table[site.id], "\(site.id)")
      }
      // Another session, which never calibrates.
      let again = try EvaluationSession(
        model: bench.model,
        source: EvaluationSource(
          imagesPath: bench.imagesPath, calibrationPath: bench.path("nowhere"), threadCount: 1)
      ).evaluate(
        read.configuration(for: bench.graph), quantizers: read.quantizers(for: bench.graph),
        cancellation: CancellationFlag())
      #expect(again.outcomes == report.outcomes)
      #expect(again.tally == report.tally)
      #expect(again.configurationDigest == report.configurationDigest)
    }
  }

  @Test func `The file is sorted JSON that says it all`() throws {
    let path = try exported()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as! [String: Any]
    #expect(
      Set(object.keys) == [
        "calibration", "configurationDigest", "model", "observer", "report", "schemaVersion", "sites",
      ])
    let sites = object["sites"] as! [String: [String: Any]]
    #expect(sites.count == bench.graph.sites.count)
    #expect(sites["blocks.0.norm1"]?["scheme"] as? String == "pts8")
    #expect((sites["blocks.0.norm1"]?["exponents"] as? [Int])?.count == TinyModel.width)
    #expect(sites["head.weight"]?["scheme"] as? String == "uniform8-channel-wise")
    #expect((sites["head.weight"]?["scales"] as? [Double])?.count == TinyModel.classCount)
    let topKeys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.split(separator: "\"")[1] }
    #expect(topKeys == topKeys.sorted())
    #expect(text.hasSuffix("}\n"))
    #expect(try exported() == path)
    #expect(
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter { !$0.contains("econd") }
        == text.split(separator: "\n").filter { !$0.contains("econd") })
  }

  @Test func `Before its evaluation an export has no report, and before calibration there is none`() throws {
    let session = bench.session()
    let early = #expect(throws: EvaluationError.self) { try session.export(of: .base) }
    #expect(early?.description == "the calibration is not finished yet; wait for it and try again")
    _ = try session.evaluate(.base, cancellation: CancellationFlag())
    #expect(try session.export(of: .base).report?.images == 6)
    // The same calibration serves; this configuration was never evaluated.
    #expect(try session.export(of: bench.fullMethod).report == nil)
  }

  @Test func `An edited choice does not pass for the exported one`() throws {
    #expect(
      try complaint { object in
        at("blocks.0.attn.softmax", "scheme", "log2-4")(&object)
      } == "FILE: no configuration to use: its configurationDigest does not match its sites; it was edited")
    #expect(
      try complaint { $0["observer"] = "ema" }
        == "FILE: no configuration to use: its configurationDigest does not match its sites; it was edited")
  }

  @Test func `Numbers that do not fit are refused where they stand`() throws {
    let cases: [(String, String, Any?)] = [
      ("blocks.0.norm1", "exponents", [0, 1]), ("blocks.0.norm1", "exponents", [Int](repeating: 4, count: 32)), ("blocks.0.norm1", "baseScale", 0),
      ("blocks.0.norm1", "baseScale", nil), ("blocks.0.norm1", "zeroPoints", [300]), ("blocks.0.norm1", "zeroPoints", [Int]()),
      ("norm.output", "scales", [Double]()), ("norm.output", "scales", [-1]), ("norm.output", "scales", [0]),
      ("norm.output", "scales", [1, 2]),
      ("norm.output", "zeroPoints", [10000]), ("head.weight", "scales", [1]), ("head.weight", "zeroPoints", nil),
      ("blocks.1.attn.softmax", "scales", [1e-30]), ("blocks.1.attn.softmax", "scales", nil),
    ]
    for (site, field, value) in cases {
      let message = try complaint(at(site, field, value))
      let scheme =
        site == "blocks.0.norm1" ? "pts8" : site == "norm.output" ? "uniform8" : site == "head.weight" ? "uniform8-channel-wise" : "lis4"
      #expect(
        message == "FILE: no configuration to use: the numbers at '\(site)' do not fit '\(scheme)'",
        "\(site).\(field) = \(String(describing: value))")
    }
  }

  @Test func `Whatever else is wrong with a file is named`() throws {
    #expect(
      try complaint { object in
        var sites = object["sites"] as! [String: Any]
        sites["blocks.1.norm2.output"] = nil
        object["sites"] = sites
      } == "FILE: no configuration to use: the site 'blocks.1.norm2.output' is missing")
    #expect(
      try complaint { object in
        var sites = object["sites"] as! [String: Any]
        sites["blocks.9.norm2.output"] = sites["norm.output"]
        object["sites"] = sites
      } == "FILE: no configuration to use: the configuration names the site 'blocks.9.norm2.output', which this model does not have")
    #expect(
      try complaint(at("norm.output", "scheme", "pts8")) == "FILE: no configuration to use: 'pts8' is not defined at norm.output (normOutput); choose one that is")
    #expect(
      try complaint(at("norm.output", "scheme", "uniform99"))
        == "FILE: no configuration to use: sites.qact2.scheme: unknown scheme 'uniform99'")
    #expect(
      try complaint { $0["schemaVersion"] = 2 } == "FILE: no configuration to use: schemaVersion 2 is not supported; this program reads version 1")
    #expect(
      try complaint { $0["observer"] = nil } == "FILE: no configuration to use: the field 'observer' is missing")
    #expect(
      try complaint { $0["sites"] = 7 } == "FILE: no configuration to use: the field 'sites' has another type")
  }

  @Test func `Another checkpoint`() throws {
    let path = try exported()
    let other = try TinyBench(imageCount: 1, tensors: TinyModel.tensors(seed: 2)).model
    #expect(
      try complaint(reading: path, model: other)
        == "FILE: made for another checkpoint (digest \(bench.model.checkpoint.digest.prefix(12))…, this one has \(other.checkpoint.digest.prefix(12))…)"
    )
  }

  @Test func `A file cut short, or none, or no JSON`() throws {
    let path = try exported()
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    for count in [0, 1, data.count / 2, data.count - 3] {
      try data.prefix(count).write(to: URL(fileURLWithPath: path))
      #expect(try complaint(reading: path) == "FILE: no configuration to use: not JSON", "\(count) bytes")
    }
    #expect(
      try complaint(reading: bench.path("none.json"))
        == "FILE: no configuration to use: no such file, or not readable")
    try Data("[]".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try complaint(reading: path).hasPrefix("FILE: no configuration to use: "))
  }

  /// Mutated files are refused or give a configuration that runs.
  @Test(arguments: 0..<3 as Range<UInt64>)
  func `Mutated bytes never end the program`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 600 + seed)
    let path = try exported()
    let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let compiler = PlanCompiler(model: bench.model)
    for _ in 0..<60 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        if Bool.random(using: &generator) {
          bytes[index] = Array("0123456789e-.,[]\"".utf8).randomElement(using: &generator)!
        } else {
          bytes.remove(at: index)
        }
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do throws(EvaluationError) {
        let read = try ConfigurationExport(path: path, model: bench.model)
        let plan = try compiler.plan(
          for: read.configuration(for: bench.graph), quantizers: read.quantizers(for: bench.graph))
        _ = try Evaluator(model: bench.model, images: bench.images, threadCount: 1)
          .run(plan, cancellation: CancellationFlag())
      } catch {
        #expect(!error.description.isEmpty && !error.description.contains("\n"), "seed \(generator.seed)")
      }
    }
  }

  @Test func `Nothing is half-written where writing fails`() throws {
    let session = bench.session()
    _ = try session.evaluate(.base, cancellation: CancellationFlag())
    let export = try session.export(of: .base)
    let missing = bench.path("missing/export.json")
    #expect(throws: (any Error).self) { try export.write(to: missing) }
    #expect(!FileManager.default.fileExists(atPath: bench.path("missing")))

    let folder = bench.path("folder")
    try FileManager.default.createDirectory(atPath: folder + "/export.json", withIntermediateDirectories: true)
    #expect(throws: (any Error).self) { try export.write(to: folder + "/export.json") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["export.json"])
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write anywhere"))
  func `A folder that may not be written to stays as it was`() throws {
    let session = bench.session()
    _ = try session.evaluate(.base, cancellation: CancellationFlag())
    let folder = bench.path("sealed")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    chmod(folder, 0o555)
    defer { chmod(folder, 0o755) }
    #expect(throws: (any Error).self) { try session.export(of: .base).write(to: folder + "/export.json") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }
}
