import Digests
import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import TestSupport
import Testing
import Texts

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
      let file = try ConfigurationFile(path: path, model: model ?? bench.model)
      return file.export?.state.rawValue ?? "words"
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
      let read = try #require(try ConfigurationFile(path: path, model: bench.model).export)
      #expect(read == written && read.state == .verified)
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
        "calibration", "configuration", "configurationDigest", "digest", "model", "observer", "report", "schemaVersion",
        "sites",
      ])
    #expect(object["schemaVersion"] as? Int == 2)
    let words = object["configuration"] as! [String: Any]
    #expect(words["line"] as? String == "W8 A8, PTS 5/5, LIS 2/2 4 bit")
    #expect((words["set"] as? [[String: String]])?.first == ["rows": "*", "scheme": "uniform8"])
    #expect((object["calibration"] as? [String: Any])?["isOnEvaluationImages"] as? Bool == true)
    let report = object["report"] as! [String: Any]
    #expect(report["arithmetic"] as? String == "integer" && report["images"] as? Int == 6)
    #expect(report["labels"] as? String == "labels.txt")
    #expect((report["remarks"] as? [String])?.last?.hasPrefix("calibrated on 6 of the evaluation images") == true)
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
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
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

  /// Whatever is changed in a file, of numbers, texts and members, it is refused or known as edited.
  @Test func `No change of a file passes for what was exported`() throws {
    let path = try exported()
    let original = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    let places = Self.leaves(of: original).filter { $0 != ["digest"] }
    // Of the numbers of each list a few stand for all.
    var edited = 0
    for place in places where place.last.flatMap({ Int($0) }).map({ [0, 3].contains($0) }) ?? true {
      let changed = Self.changing(original, at: place[...])
      try JSONSerialization.data(withJSONObject: changed).write(to: URL(fileURLWithPath: path))
      let answer = try complaint(reading: path)
      #expect(answer == "edited" || answer.hasPrefix("FILE: "), "\(place.joined(separator: "."))")
      if answer == "edited" { edited += 1 }
    }
    #expect(edited > 30, "\(edited) of \(places.count)")
    // Written by another program, the same numbers are the same file.
    try JSONSerialization.data(withJSONObject: original).write(to: URL(fileURLWithPath: path))
    #expect(try complaint(reading: path) == "verified")
  }

  /// The paths to every text and number.
  private static func leaves(of value: Any) -> [[String]] {
    switch value {
    case let members as [String: Any]: members.flatMap { key, value in leaves(of: value).map { [key] + $0 } }
    case let list as [Any]: list.enumerated().flatMap { index, value in leaves(of: value).map { ["\(index)"] + $0 } }
    default: [[]]
    }
  }

  /// The least change of one leaf that keeps its kind.
  private static func changing(_ value: Any, at place: ArraySlice<String>) -> Any {
    guard let key = place.first else {
      return switch value {
      case let text as String: text + "0"
      case let number as NSNumber: number.doubleValue == number.doubleValue.rounded() && abs(number.doubleValue) < 1e6
        ? number.doubleValue + 1 as Any : Double(Float(number.doubleValue).nextUp)
      default: value
      }
    }
    if var members = value as? [String: Any] {
      members[key] = changing(members[key]!, at: place.dropFirst())
      return members
    }
    var list = value as! [Any]
    list[Int(key)!] = changing(list[Int(key)!], at: place.dropFirst())
    return list
  }

  @Test func `An edited file brings its numbers but no figures`() throws {
    let path = try exported()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacingOccurrences(of: "\"images\" : 6", with: "\"images\" : 7")
    try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
    let read = try #require(try ConfigurationFile(path: path, model: bench.model).export)
    #expect(read.state == .edited && read.report == nil)
    for site in bench.graph.sites {
      #expect(read.configuration(for: bench.graph).scheme(at: site) == bench.fullMethod.scheme(at: site))
    }
    // What is made from it says so.
    let session = bench.session()
    _ = try session.evaluate(bench.fullMethod, cancellation: CancellationFlag())
    let origin = ConfigurationExport.Origin(digest: read.digest, state: read.state)
    try session.export(of: bench.fullMethod, origin: origin).write(to: path)
    #expect(try ConfigurationFile(path: path, model: bench.model).export?.origin?.state == .edited)
  }

  @Test func `Numbers that do not fit are refused where they stand`() throws {
    let cases: [(String, String, Any?, String)] = [
      ("blocks.0.norm1", "exponents", [0, 1], "exponents holds 2 numbers; 'pts8' needs 32 there"),
      (
        "blocks.0.norm1", "exponents", [Int](repeating: 4, count: 32),
        "exponents[0] is 4, no whole number from 0 to 3"
      ),
      ("blocks.0.norm1", "baseScale", 0, "baseScale is 0; a scale is a number of at least 1.4901161e-08"),
      ("blocks.0.norm1", "baseScale", 1, "scales are not baseScale · 2^exponents"),
      ("blocks.0.norm1", "zeroPoints", [300], "zeroPoints[0] is 300, no whole number from 0 to 255"),
      ("blocks.0.norm1", "zeroPoints", [Int](), "zeroPoints holds 0 numbers; 'pts8' needs 1 there"),
      ("norm.output", "scales", [Double](), "scales holds 0 numbers; 'uniform8' needs 1 there"),
      ("norm.output", "scales", [-1], "scales[0] is -1; a scale is a number of at least 1.1920929e-07"),
      ("norm.output", "scales", ["1"], "scales[0] is \"1\"; a scale is a number of at least 1.1920929e-07"),
      ("norm.output", "scales", [1, 2], "scales holds 2 numbers; 'uniform8' needs 1 there"),
      ("norm.output", "scales", 7, "scales is no list"),
      ("norm.output", "zeroPoints", [0.5], "zeroPoints[0] is 0.5, no whole number from 0 to 255"),
      ("head.weight", "scales", [1], "scales holds 1 numbers; 'uniform8-channel-wise' needs 5 there"),
      (
        "head.weight", "scales", [1, 1, 1, 1, 1],
        "scales are not those that 'uniform8-channel-wise' gives of this checkpoint's weight"
      ),
      (
        "blocks.1.attn.softmax", "scales", [1e-3],
        "scales: LIS needs the scale of blocks.1.attn.scores, which is another"
      ),
      ("norm.output", "scheme", "uniform99", "scheme: 'uniform99' is no scheme; "),
    ]
    for (site, field, value, reason) in cases {
      let message = try complaint(at(site, field, value))
      #expect(message.hasPrefix("FILE: no configuration to use: sites.\(site).\(reason)"), "\(message)")
    }
    for (site, field) in [
      ("blocks.0.norm1", "baseScale"), ("head.weight", "zeroPoints"), ("blocks.1.attn.softmax", "scales"),
      ("norm.output", "scheme"),
    ] {
      #expect(
        try complaint(at(site, field, nil))
          == "FILE: no configuration to use: the member 'sites.\(site).\(field)' is missing")
    }
    #expect(
      try complaint(at("norm.output", "exponents", [1]))
        == "FILE: no configuration to use: the member 'sites.norm.output.exponents' is unknown")
  }

  @Test func `Whatever else is wrong with a file is named`() throws {
    func refusal(_ change: (inout [String: Any]) -> Void) throws -> String {
      try complaint(change).replacingOccurrences(of: "FILE: no configuration to use: ", with: "")
    }
    func sites(_ change: @escaping (inout [String: Any]) -> Void) -> (inout [String: Any]) -> Void {
      { object in
        var sites = object["sites"] as! [String: Any]
        change(&sites)
        object["sites"] = sites
      }
    }
    #expect(
      try refusal(sites { $0["blocks.1.norm2.output"] = nil })
        == "the row 'blocks.1.norm2.output' is missing from sites")
    #expect(
      try refusal(sites { $0["blocks.9.norm2.output"] = $0["norm.output"] })
        == "the configuration names the site 'blocks.9.norm2.output', which this model does not have")
    #expect(
      try refusal(sites { $0["act_out"] = $0["logits"] }) == "'logits' and 'act_out' are one row, and sites has both")
    #expect(
      try refusal(at("norm.output", "scheme", "pts8"))
        == "'pts8' is not defined at norm.output (normOutput); choose one that is")
    #expect(
      try refusal { $0["schemaVersion"] = 3 }
        == "schemaVersion 3 is not supported; this program reads versions 1 to 2")
    #expect(try refusal { $0["observer"] = nil } == "the member 'observer' is missing")
    #expect(
      try refusal { $0["observer"] = "median" }
        == "observer is 'median'; it can be minmax, ema, percentile, omse")
    #expect(
      try refusal { $0["observer"] = "ema" } == "observer is 'ema', calibration.options.observer another")
    #expect(try refusal { $0["sites"] = 7 } == "sites is no object")
    #expect(try refusal { $0["sights"] = 7 } == "the member 'sights' is unknown")
    #expect(
      try refusal { object in
        var report = object["report"] as! [String: Any]
        report["top1"] = 101
        object["report"] = report
      } == "report.top1 is 101, which cannot be")
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
      #expect(try complaint(reading: path).hasPrefix("FILE: no configuration to use: not JSON: it "), "\(count) bytes")
    }
    #expect(
      try complaint(reading: bench.path("none.json"))
        == "FILE: no configuration to use: it does not exist; check the path")
    for (text, reason) in [
      ("[]", "it is no JSON object"), ("{}", "it has neither 'sites', as an exported"), ("{\"sites\": 1e999}", "sites is beyond"),
      ("{\"sites\": {}, \"sites\": {}}", "not JSON: line 1 gives 'sites' a second time"), ("{\"set\": NaN}", "not JSON: line 1 has NaN"),
      (String(repeating: "[", count: 200_000), "not JSON: line 1 nests values deeper"),
    ] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      #expect(try complaint(reading: path).hasPrefix("FILE: no configuration to use: \(reason)"), "\(reason)")
    }
    // A sparse file of a terabyte is not read.
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(truncate(path, 1 << 40) == 0)
    #expect(try complaint(reading: path).contains("above the limit"))
  }

  @Test func `Marks, line ends and spaces of other editors change nothing`() throws {
    let path = try exported()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(("\u{FEFF}" + text.replacingOccurrences(of: "\n", with: "\r\n") + " \n").utf8).write(
      to: URL(fileURLWithPath: path))
    #expect(try complaint(reading: path) == "verified")
  }

  // MARK: schema version 1

  /// The present export as the first version wrote it.
  private func firstVersion(of path: String) throws -> [String: Any] {
    var object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as! [String: Any]
    let sites = object["sites"] as! [String: [String: Any]]
    var lines = ["observer minmax"]
    var old: [String: Any] = [:]
    for site in bench.graph.sites {
      old[site.alias!] = sites[site.id.name]!
      lines.append("\(site.alias!) \(sites[site.id.name]!["scheme"] as! String)")
    }
    object["sites"] = old
    object["schemaVersion"] = 1
    object["configurationDigest"] = Digest(of: lines.joined(separator: "\n")).description
    var calibration = object["calibration"] as! [String: Any]
    calibration["isOnEvaluationImages"] = nil
    object["calibration"] = calibration
    var report = object["report"] as! [String: Any]
    (report["arithmetic"], report["remarks"], report["labels"]) = (nil, nil, nil)
    object["report"] = report
    for name in ["digest", "configuration"] { object[name] = nil }
    return object
  }

  @Test func `The first version is read as unverified, its rows by their other names`() throws {
    let path = try exported()
    let expected = try #require(try ConfigurationFile(path: path, model: bench.model).export)
    var object = try firstVersion(of: path)
    try JSONSerialization.data(withJSONObject: object).write(to: URL(fileURLWithPath: path))
    let read = try #require(try ConfigurationFile(path: path, model: bench.model).export)
    #expect(read.state == .unverified && read.report?.images == 6 && read.calibration.isOnEvaluationImages == nil)
    #expect(read.sites == expected.sites && read.configurationDigest == expected.configurationDigest)

    // Its digest knows schemes only.
    var sites = object["sites"] as! [String: [String: Any]]
    sites["act_out"]!["scheme"] = "uniform7"
    sites["act_out"]!["zeroPoints"] = [0]
    object["sites"] = sites
    try JSONSerialization.data(withJSONObject: object).write(to: URL(fileURLWithPath: path))
    #expect(try complaint(reading: path) == "edited")
  }

  // MARK: files written by hand

  private func words(_ text: String) throws -> QuantizationConfiguration {
    let path = bench.path("words.json")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let file = try ConfigurationFile(path: path, model: bench.model)
    guard case .words(let words) = file.content else { throw CancellationError() }
    return try words.configuration(startingFrom: .fullMethod(for: bench.graph), path: path, graph: bench.graph)
  }

  private func complaint(words text: String) throws -> String {
    do {
      _ = try words(text)
      return "nothing"
    } catch let error as EvaluationError {
      return error.description.replacingOccurrences(
        of: bench.path("words.json") + ": no configuration to use: ", with: "")
    }
  }

  @Test func `A file written by hand`() throws {
    let configuration = try words(
      """
      {"set": [{"rows": "*.mlp.fc2.weight", "scheme": "uniform4-channel-wise"},
               {"rows": "blocks.0.mlp", "scheme": "float"}, {"rows": "blocks.0.attn.qact1", "scheme": "uniform6"}],
       "observer": "omse"}
      """)
    #expect(
      ConfigurationStatement(configuration, graph: bench.graph).line
        == "W8 (W4: blocks.1.mlp.fc2.weight) A8 (A6: blocks.0.attn.qkv.output), PTS 5/5, LIS 2/2 4 bit, "
        + "float: blocks.0.mlp.*, observer omse")
    #expect(try words("\u{FEFF}{\"set\": []}") == .fullMethod(for: bench.graph))
  }

  @Test func `The example of the README is one`() throws {
    let readme = try String(
      contentsOf: SharedData.packageRoot.appendingPathComponent("Sources/Evaluation/Exports/README.md"), encoding: .utf8)
    let example = try #require(readme.components(separatedBy: "```json\n").last?.components(separatedBy: "```").first)
    #expect(
      ConfigurationStatement(try words(example), graph: bench.graph).line
        == "W8 (W4: blocks.1.mlp.fc2.weight) A8, PTS 3/5 (not blocks.0.norm1, blocks.0.norm2), "
        + "LIS 1/2 4 bit (not blocks.0.attn.softmax), other attention float, float: blocks.0.*, observer omse")
  }

  @Test func `What is wrong with a file written by hand is named`() throws {
    for (text, reason) in [
      ("{\"set\": {}}", "set is no list"), ("{\"set\": [7]}", "set[0] is no object"),
      ("{\"set\": [{\"rows\": \"*\"}]}", "the member 'set[0].scheme' is missing"),
      ("{\"set\": [{\"rows\": \"*\", \"schema\": \"float\", \"scheme\": \"float\"}]}", "the member 'set[0].schema' is unknown"),
      ("{\"set\": [], \"pts\": \"all\"}", "the member 'pts' is unknown"),
      ("{\"set\": [], \"observer\": 3}", "observer is no text"),
      (
        "{\"set\": [{\"rows\": \"blocks.*.mlp.fc9.weight\", \"scheme\": \"float\"}]}",
        "set[0]: 'blocks.*.mlp.fc9.weight' names no row of this model; the nearest is 'blocks.0.mlp.fc1.weight'"
      ),
      (
        "{\"set\": [{\"rows\": \"*.weight\", \"scheme\": \"pts8\"}]}",
        "set[0]: '*.weight': 'pts8' is not defined at patch_embed.proj.weight and 9 more"
      ),
      (
        "{\"set\": [{\"rows\": \"blocks.{0\", \"scheme\": \"float\"}]}",
        "set[0]: 'blocks.{0' is no pattern of rows: '{' is not closed"
      ),
      (
        "{\"set\": [{\"rows\": \"*.scores\", \"scheme\": \"float\"}]}",
        "blocks.0.attn.softmax uses LIS, which needs integer scores: quantize blocks.0.attn.scores uniformly, or take LIS off"
      ),
    ] { #expect(try complaint(words: text) == reason) }
  }

  // MARK: fuzz

  /// Files that were mutated at random are refused in one line, known as edited, or give a configuration that runs.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Mutated files never end the program`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 600 + seed)
    let path = try exported()
    var originals = [[UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))]
    originals.append(Array(try JSONSerialization.data(withJSONObject: firstVersion(of: path), options: [.sortedKeys])))
    originals.append(
      Array(#"{"set": [{"rows": "blocks.{0-1}.*.weight", "scheme": "uniform4-channel-wise"}], "observer": "omse"}"#.utf8))
    let compiler = PlanCompiler(model: bench.model)
    var states: [String: Int] = [:]
    for round in 0..<1000 {
      // The small file is mutated most: its bytes are read in the most ways.
      let bytes = Self.mutated(originals[round % 10 < 6 ? 2 : round % 2], using: &generator)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do throws(EvaluationError) {
        let file = try ConfigurationFile(path: path, model: bench.model)
        switch file.content {
        case .words(let words):
          states["words", default: 0] += 1
          _ = try words.configuration(startingFrom: .base, path: path, graph: bench.graph)
        case .export(let read):
          states[read.state.rawValue, default: 0] += 1
          guard states[read.state.rawValue]! <= 3 else { continue }
          let plan = try compiler.plan(
            for: read.configuration(for: bench.graph), quantizers: read.quantizers(for: bench.graph))
          _ = try Evaluator(model: bench.model, images: bench.images, threadCount: 1)
            .run(plan, cancellation: CancellationFlag())
        }
      } catch {
        states["refused", default: 0] += 1
        let text = error.description
        #expect(!text.isEmpty && text.unicodeScalars.allSatisfy(\.isPrintable), "seed \(generator.seed), round \(round)")
      }
    }
    #expect(states["refused", default: 0] > 300 && states.count >= 3, "seed \(generator.seed): \(states)")
  }

  private static func mutated(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    let pieces = ["1e999", "NaN", "null", "-0", "{}", "[[[[", "\"\"", "\u{1B}[31m", "{\"set\":", "9223372036854775808", "\\ud800", "*"]
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[index] = Array("0123456789e-.,[]{}\":".utf8).randomElement(using: &generator)!
      case 1: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes.remove(at: index)
      case 3: bytes.insert(contentsOf: pieces.randomElement(using: &generator)!.utf8, at: index)
      case 4: bytes.removeSubrange(index..<min(bytes.count, index + 1 + Int.random(in: 0..<40, using: &generator)))
      default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 30)], at: index)
      }
      if bytes.isEmpty { return [0] }
    }
    return bytes
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
