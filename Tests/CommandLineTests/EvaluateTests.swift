import Foundation
import TestSupport
import Testing

/// `fqvit evaluate` on a tiny model: text, JSON and every option.
struct EvaluateTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func evaluate(_ options: String...) throws -> [String: Any] {
    let arguments = ["evaluate", "model", "images", "--json"] + options
    let outcome = try Program.run(executable: Program.path, arguments: arguments, in: place.folder.url.path)
    #expect(outcome.exitCode == 0 && outcome.errorOutput == "", "\(outcome.errorOutput)")
    return try outcome.json()
  }

  @Test func `The text has a line for each figure`() throws {
    let outcome = try place.run("evaluate", "model", "images", "--calibration", "calibration")
    #expect(outcome.exitCode == 0 && outcome.errorOutput == "")
    let titles = outcome.output.split(separator: "\n").map { $0.prefix(13).trimmingCharacters(in: .whitespaces) }
    #expect(
      titles == [
        "images", "labels", "top-1", "top-5", "float", "vs float", "agreement", "logits", "schemes", "sites", "observer",
        "calibration", "speed", "digest", "remark",
      ])
    #expect(outcome.output.contains("images       12\n"))
    #expect(outcome.output.contains("calibration  8 images in "))
  }

  @Test func `The JSON has every figure, in percent`() throws {
    let object = try evaluate("--calibration", "calibration")
    #expect(object["images"] as? Int == 12)
    for key in ["top1", "top5", "floatTop1", "agreement"] {
      let percent = try #require(object[key] as? Double, "\(key)")
      #expect((0...100).contains(percent))
    }
    // With five classes every label is among the first five.
    #expect(object["top5"] as? Double == 100)
    let difference = try #require(object["difference"] as? [String: Double])
    let (low, high) = (try #require(difference["low"]), try #require(difference["high"]))
    #expect(low <= high && low <= difference["points"] ?? .nan && difference["points"] ?? .nan <= high)
    #expect(try #require(object["imagesPerSecond"] as? Double) > 0)
    #expect(try #require(object["calibrationSeconds"] as? Double) >= 0)
    let (integer, simulated) = (object["integerSites"] as? Int, object["simulatedSites"] as? Int)
    #expect(try #require(integer) + #require(simulated) > 0)
    #expect(try #require(object["configurationDigest"] as? String).count == 64)
    #expect(object["calibratedOnEvaluationImages"] as? Bool == false)
    #expect(object["version"] as? Int == 1 && object["programVersion"] as? String == "0.1.0")
    let words = try #require(object["configuration"] as? [String: Any])
    #expect(words["line"] as? String == "W8 A8, PTS 5/5, LIS 2/2 4 bit")
    let families = try #require(words["families"] as? [String: [String: Any]])
    #expect(Set(families.keys) == ["weights", "activations", "layerNormInputs", "attention"])
    #expect(families["weights"]?["scheme"] as? String == "uniform8-channel-wise")
    #expect(families["layerNormInputs"]?["scheme"] as? String == "pts8" && families["layerNormInputs"]?["rows"] as? Int == 5)
  }

  @Test func `Calibrating on the evaluation images by their own name is told as well`() throws {
    let outcome = try place.run("evaluate", "model", "images", "--calibration", "./images")
    #expect(outcome.output.contains("calibrated on 12 of the evaluation images"))
  }

  @Test func `Without calibration images the first evaluation images serve, and the text says so`() throws {
    let outcome = try place.run("evaluate", "model", "images")
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("of the evaluation images: give --calibration other images for a fair figure"))
    #expect(try evaluate()["calibratedOnEvaluationImages"] as? Bool == true)
  }

  @Test func `Copies of evaluation images among those that calibrate are told`() throws {
    let calibration = place.folder.url.appendingPathComponent("calibration")
    for (name, copy) in [("image2.png", "image0.png"), ("image5.png", "image1.png")] {
      try Data(contentsOf: place.folder.url.appendingPathComponent("images/" + name)).write(
        to: calibration.appendingPathComponent(copy))
    }
    let object = try evaluate("--calibration", "calibration")
    #expect(object["calibratedOnEvaluationImages"] as? Bool == true)
    let remarks = try #require(object["remarks"] as? [String])
    #expect(remarks.contains { $0.hasPrefix("calibrated on 2 of the evaluation images") }, "\(remarks)")
  }

  /// oneDNN's products of bytes saturate on CPUs without VNNI; there others run, and give the same codes.
  @Test func `Integer figures are the same with every instruction set`() throws {
    let exported = try place.run(
      "export", "model", "images", "--calibration", "calibration", "--output", "chosen.json")
    #expect(exported.exitCode == 0, "\(exported.errorOutput)")
    var digests: Set<String> = []
    for instructionSet in ["", "SSE41", "AVX2", "AVX512_CORE", "AVX512_CORE_VNNI"] {
      let outcome = try place.run(
        "evaluate", "model", "images", "--configuration", "chosen.json", "--json",
        environment: instructionSet.isEmpty ? [:] : ["ONEDNN_MAX_CPU_ISA": instructionSet])
      #expect(outcome.exitCode == 0, "\(instructionSet): \(outcome.errorOutput)")
      let object = try outcome.json()
      #expect(object["simulatedSites"] as? Int == 0, "\(instructionSet)")
      digests.insert(try #require(object["outcomesDigest"] as? String))
    }
    #expect(digests.count == 1)
  }

  @Test func `The same command gives the same figures, on any number of threads`() throws {
    let one = try evaluate("--threads", "1")
    let many = try evaluate("--threads", "7")
    for key in ["top1", "top5", "floatTop1", "agreement"] { #expect(one[key] as? Double == many[key] as? Double) }
    #expect(one["difference"] as? [String: Double] == many["difference"] as? [String: Double])
    #expect(one["configurationDigest"] as? String == many["configurationDigest"] as? String)
  }

  @Test(arguments: [
    ("all", 5), ("none", 0), ("0", 1), ("0,3", 2), ("1-3", 3), ("0,2-4", 4), ("4,4,4", 1), ("0-2,1-3", 4),
  ])
  func `PTS goes where the list says`(list: String, count: Int) throws {
    let object = try evaluate("--pts", list)
    #expect(object["powersOfTwoScaleSites"] as? Int == count)
    #expect(object["logIntSoftmaxSites"] as? Int == 2)
  }

  @Test(arguments: [("all", 2), ("none", 0), ("1", 1), ("0-1", 2)])
  func `LIS goes where the list says`(list: String, count: Int) throws {
    let object = try evaluate("--lis", list)
    #expect(object["logIntSoftmaxSites"] as? Int == count)
    #expect(object["powersOfTwoScaleSites"] as? Int == 5)
  }

  @Test(arguments: ["--pts", "--lis"])
  func `A list is a list`(option: String) throws {
    for list in ["", ",", "0,,1", "0;1", "3-1", "0-", "-", " 0", "1.5", "99999999999999999999"] {
      try place.expectRefusal(
        "evaluate", "model", "images", option, list, exitCode: 2, naming: option, "'\(list)'", "0,3,5-7")
    }
  }

  @Test(arguments: [
    ("--pts", "blocks.*.norm1", 2, 2), ("--pts", "blocks.{0,1}.norm2,norm", 3, 2), ("--pts", "blocks.1", 2, 2),
    ("--pts", "0,*.norm2", 3, 2), ("--lis", "blocks.1.attn", 5, 1), ("--lis", "*.softmax", 5, 2),
  ])
  func `Rows stand in lists too`(option: String, list: String, powersOfTwo: Int, logInt: Int) throws {
    let object = try evaluate(option, list)
    #expect(object["powersOfTwoScaleSites"] as? Int == powersOfTwo && object["logIntSoftmaxSites"] as? Int == logInt)
  }

  @Test func `What no row is named, and what is of another kind, is wrong use`() throws {
    for (list, part) in [
      ("x", "'x' names no row"), ("ALL", "'ALL' names no row"), ("blocks.9.norm1", "nearest is 'blocks.0.norm1'"),
      ("*.weight", "names no LayerNorm"), ("blocks.{0", "is not closed"),
    ] { try place.expectRefusal("evaluate", "model", "images", "--pts", list, exitCode: 2, naming: "--pts: ", part) }
    try place.expectRefusal(
      "evaluate", "model", "images", "--attention", "uniform4", exitCode: 2, naming: "--attention", "--lis")
  }

  // MARK: --set

  /// What a configuration is, in words.
  private func line(_ options: String...) throws -> String {
    let arguments = ["inspect", "model", "--json"] + options
    let outcome = try Program.run(executable: Program.path, arguments: arguments, in: place.folder.url.path)
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    return try #require(try outcome.json()["configuration"] as? [String: Any])["line"] as? String ?? ""
  }

  @Test func `Set gives rows a scheme, after everything else, and the last wins`() throws {
    #expect(
      try line("--set", "blocks.*.mlp.fc2.weight=uniform4-channel-wise", "--weight-bits", "6")
        == "W6 (W4: blocks.*.mlp.fc2.weight) A8, PTS 5/5, LIS 2/2 4 bit")
    #expect(
      try line("--set", "*=float", "--set=blocks.1.norm{1,2}=pts5", "--set", "blocks.1.norm2=pts6", "--pts", "none")
        == "W float A float, PTS 2/5 5 bit (6 bit: blocks.1.norm2) (only blocks.1.norm1, blocks.1.norm2), LIS 0/2, attention float"
    )
    try place.write(
      "{\"set\": [{\"rows\": \"*.softmax\", \"scheme\": \"uniform4\"}], \"observer\": \"ema\"}", to: "mine.json")
    #expect(
      try line("--configuration", "mine.json", "--set", "blocks.0.attn.softmax=lis3")
        == "W8 A8, PTS 5/5, LIS 1/2 3 bit (not blocks.1.attn.softmax), other attention uniform4, observer ema")
  }

  /// What `--json` says of a configuration gives it again, through a file and through options.
  @Test func `A configuration goes from JSON to a file and back`() throws {
    let object = try evaluate("--set", "blocks.0.attn=uniform5", "--set", "*.fc1.weight=float", "--observer", "omse")
    let words = try #require(object["configuration"] as? [String: Any])
    let set = try #require(words["set"] as? [[String: String]])
    try JSONSerialization.data(withJSONObject: ["set": set, "observer": "omse"]).write(
      to: URL(fileURLWithPath: place.path("mine.json")))
    let again = try evaluate("--configuration", "mine.json")
    #expect(again["configurationDigest"] as? String == object["configurationDigest"] as? String)
    #expect(again["configuration"] as? NSDictionary == words as NSDictionary)
    #expect((again["configurationFile"] as? [String: Any])?["state"] as? String == "written")
    let options = ["--observer", "omse"] + set.flatMap { ["--set", "\($0["rows"]!)=\($0["scheme"]!)"] }
    let outcome = try Program.run(
      executable: Program.path, arguments: ["evaluate", "model", "images", "--json"] + options, in: place.folder.url.path)
    #expect(try outcome.json()["configurationDigest"] as? String == object["configurationDigest"] as? String)
  }

  @Test(arguments: [
    ("blocks.*.mlp.fc9.weight=float", ["names no row", "blocks.0.mlp.fc1.weight"]),
    ("*=pts8", ["'*': 'pts8' is not defined at image and 33 more", "it is at 'blocks.*.norm1'", "'norm'"]),
    ("blocks.0=lis4", ["not defined at blocks.0.norm1", "it is at 'blocks.0.attn.softmax'"]),
    ("head.weight=uniform9", ["'uniform9' is no scheme", "2 to 8 bits"]), ("head.weight", ["expected rows=scheme"]),
    ("=float", ["no rows"]), ("blocks.[=float", ["'[' is not closed"]),
    ("*.scores=float", ["blocks.0.attn.softmax uses LIS", "blocks.0.attn.scores"]),
    ("\u{1B}c=float", ["names no row", "\\u{1B}c"]),
  ])
  func `A set that cannot be is wrong use`(set: String, parts: [String]) throws {
    for command in [["evaluate", "model", "images"], ["inspect", "model"], ["export", "model", "images", "-o", "x.json"]] {
      let outcome = try Program.run(
        executable: Program.path, arguments: command + ["--set", set], in: place.folder.url.path)
      outcome.expectRefusal(exitCode: 2, naming: parts)
    }
  }

  @Test func `An index beyond the model's names the option and the count`() throws {
    try place.expectRefusal(
      "evaluate", "model", "images", "--pts", "0,5", exitCode: 2, naming: "--pts", "no LayerNorm 5", "0 to 4")
    try place.expectRefusal(
      "evaluate", "model", "images", "--lis", "0-9223372036854775807", exitCode: 2, naming: "--lis", "0 to 1")
  }

  @Test(arguments: ["minmax", "ema", "percentile", "omse"])
  func `Every observer evaluates`(observer: String) throws {
    #expect(try evaluate("--observer", observer)["observer"] as? String == observer)
  }

  @Test(arguments: ["default", "reference"])
  func `Every calibration mode evaluates`(mode: String) throws {
    #expect(try evaluate("--calibration-mode", mode)["calibrationMode"] as? String == mode)
  }

  @Test(arguments: ["float", "uniform8", "uniform4", "log2-4"])
  func `Every step below LIS evaluates`(scheme: String) throws {
    #expect(try evaluate("--lis", "none", "--attention", scheme)["logIntSoftmaxSites"] as? Int == 0)
  }

  @Test func `A negative number is called what it is`() throws {
    for (option, rule) in [
      ("--limit", "choose at least 1"), ("--threads", "choose 1 to"), ("--weight-bits", "choose 2 to 8"),
      ("--activation-bits", "choose 2 to 8"), ("--memory", "choose 0 to"),
    ] {
      try place.expectRefusal("evaluate", "model", "images", option, "-1", exitCode: 2, naming: "\(option) is -1; \(rule)")
    }
    try place.expectRefusal("inspect", "model", "--limit", "-7", exitCode: 2, naming: "--limit is -7")
    try place.expectRefusal("model", "images", "--limit", "-7", exitCode: 2, naming: "--limit is -7")
  }

  @Test func `Bits change the configuration`() throws {
    let digests = try [
      evaluate(), evaluate("--weight-bits", "4"), evaluate("--activation-bits", "4"),
      evaluate("--weight-bits", "2", "--activation-bits", "2"),
    ].map { $0["configurationDigest"] as? String }
    #expect(Set(digests).count == 4)
  }

  @Test func `A limit takes the first images, and no more than there are`() throws {
    #expect(try evaluate("--limit", "5")["images"] as? Int == 5)
    #expect(try evaluate("--limit", "1")["images"] as? Int == 1)
    #expect(try evaluate("--limit", "1000000")["images"] as? Int == 12)
  }

  @Test func `A calibration order selects and orders`() throws {
    try place.write("image3.png\nimage1.png\n", to: "order.txt")
    let object = try evaluate("--calibration", "calibration", "--calibration-order", "order.txt")
    #expect(object["calibrationImages"] as? Int == 2)
    try place.write("image3.png\nnobody.png\n", to: "order.txt")
    try place.expectRefusal(
      "evaluate", "model", "images", "--calibration", "calibration", "--calibration-order", "order.txt", exitCode: 1,
      naming: "order.txt", "'nobody.png'")
    try place.expectRefusal(
      "evaluate", "model", "images", "--calibration-order", "order.txt", exitCode: 2, naming: "--calibration-order",
      "--calibration;")
  }

  @Test(arguments: [
    ["--observer", "median"], ["--calibration-mode", "fast"], ["--limit", "0"], ["--limit=-3"], ["--limit", "-1"],
    ["--threads", "-2"], ["--memory", "-5"], ["--weight-bits", "-4"], ["--activation-bits", "-1"], ["--limit", "-1.5"], ["--limit", "many"],
    ["--threads", "0"], ["--threads", "5000"], ["--threads", "99999999999999999999"], ["--weight-bits", "1"],
    ["--weight-bits", "9"], ["--activation-bits", "1"], ["--activation-bits", "eight"], ["--attention", "lis4"],
    ["--attention", "pts8"], ["--attention", "uniform9"], ["--configuration", ""], ["--calibration", ""], ["--bogus"],
    ["--pts"],
  ])
  func `A value that cannot be is refused by its option's name`(option: [String]) throws {
    let before = place.listing
    let outcome = try Program.run(
      executable: Program.path, arguments: ["evaluate", "model", "images"] + option, in: place.folder.url.path)
    let name = option[0].split(separator: "=")[0]
    outcome.expectRefusal(exitCode: 2, naming: [String(name), "fqvit evaluate --help"])
    #expect(place.listing == before)
  }
}
