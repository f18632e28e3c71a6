import Foundation
import TestSupport
import Testing

/// Names and fields that a terminal would obey, wherever they come from.
struct HostileNamesTests {
  /// ESC, BEL, a C1 control, a line break, a mark that reverses the reading direction, a line separator, DEL.
  static let sting = "a\u{1B}]0;x\u{7}\u{9B}31m\n\u{202E}b\u{2028}\u{7F}"

  let place: Workplace

  init() throws { place = try Workplace() }

  /// Nothing on either output that a terminal would obey but line breaks, and no crash.
  private func expectHarmless(
    _ outcome: Program.Outcome, exitCode: Int32? = nil, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(!outcome.isSignal, "\(what): \(outcome.errorOutput)", sourceLocation: sourceLocation)
    if let exitCode {
      #expect(outcome.exitCode == exitCode, "\(what): \(outcome.errorOutput)", sourceLocation: sourceLocation)
    }
    // The part of a name that follows its line break begins no line of its own.
    for line in (outcome.output + outcome.errorOutput).split(separator: "\n") where line.hasPrefix("\\u{202E}") {
      Issue.record("\(what) breaks a line within a name: \(line)", sourceLocation: sourceLocation)
    }
    for scalar in (outcome.output + outcome.errorOutput).unicodeScalars where scalar != "\n" {
      let isHarmless =
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: false
        default: true
        }
      #expect(isHarmless, "\(what) prints U+\(String(scalar.value, radix: 16))", sourceLocation: sourceLocation)
    }
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(executable: Program.path, arguments: arguments, in: place.folder.url.path)
  }

  private func edit(_ file: String, _ change: (inout [String: Any]) -> Void) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: place.path(file)))
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    change(&object)
    try JSONSerialization.data(withJSONObject: object).write(to: URL(fileURLWithPath: place.path(file)))
  }

  @Test func `Model folder, images and classes`() throws {
    let model = "model \(Self.sting)"
    try FileManager.default.moveItem(atPath: place.model, toPath: place.path(model))
    let names = try FileManager.default.contentsOfDirectory(atPath: place.images).filter { $0.hasSuffix(".jpg") || $0.hasSuffix(".png") }
    let name = try #require(names.sorted().first)
    // One image that is there, and one that cannot be read.
    let folder = place.path("classes")
    for index in 0..<TinyModel.classCount {
      let path = folder + "/\(index) \(Self.sting)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: place.images + "/" + name, toPath: path + "/\(Self.sting).jpg")
      if index == 0 { try Data("no image".utf8).write(to: URL(fileURLWithPath: path + "/bad \(Self.sting).jpg")) }
    }
    for arguments in [
      ["inspect", model], ["inspect", model, "--json"], ["inspect", model, "classes"], ["evaluate", model, "classes"],
      ["evaluate", model, "classes", "--json"], ["evaluate", model, "images \(Self.sting)"],
      ["ablation", model, "classes", "--observers", "minmax"], ["export", model, "classes", "-o", "out \(Self.sting).json"],
      ["export", model, "classes", "-o", "absent \(Self.sting)/out.json"],
      [model, "classes", "--screenshot", "picture.txt", "--keys", "3"], [model, "classes", "--screenshot", Self.sting],
    ] {
      expectHarmless(try run(arguments), arguments[0] + " " + arguments[arguments.count - 1].debugDescription)
    }
    if FileManager.default.fileExists(atPath: place.path("picture.txt")) {
      #expect(try !place.read("picture.txt").unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    }
  }

  @Test func `Fields of the model's files`() throws {
    for (field, value) in [
      ("architecture", Self.sting), ("num_classes", Self.sting), (Self.sting, Self.sting), ("pretrained_cfg", [Self.sting: 1]),
      ("label_names", [Self.sting, Self.sting]), ("model_args", [Self.sting: Self.sting]),
    ] as [(String, Any)] {
      let place = try Workplace(imageCount: 2)
      let own = HostileNamesTests(place: place)
      try own.edit("model/config.json") { $0[field] = value }
      own.expectHarmless(try own.run(["inspect", "model"]), field.debugDescription)
      own.expectHarmless(try own.run(["evaluate", "model", "images", "--json"]), field.debugDescription)
    }
  }

  private init(place: Workplace) { self.place = place }

  @Test func `Labels, order lists, exports, logs and settings`() throws {
    try place.write("x \(Self.sting)\n\(Self.sting) 1\n", to: "images/labels.txt")
    expectHarmless(try run(["evaluate", "model", "images"]), "labels.txt")
    let other = try Workplace()
    let own = HostileNamesTests(place: other)
    try other.write("0\t\(Self.sting)\n1\t\(Self.sting)x\n", to: "images/classes.tsv")
    own.expectHarmless(try own.run(["evaluate", "model", "images"]), "classes.tsv")
    try other.write("\(Self.sting)\n", to: "order")
    own.expectHarmless(
      try own.run(["evaluate", "model", "images", "--calibration", "calibration", "--calibration-order", "order"]), "order")
    try other.write(#"{"schemaVersion": "\#(Self.sting.debugDescription.dropFirst().dropLast())"}"#, to: "bad.json")
    try other.write("{\"\u{1B}[31m\": 1}", to: "worse.json")
    for file in ["bad.json", "worse.json", "absent \(Self.sting)"] {
      own.expectHarmless(try own.run(["evaluate", "model", "images", "--configuration", file]), file.debugDescription)
    }
    for log in ["# fqvit session 1\nat \(Self.sting)\n", "# fqvit session 1\nopen model images\nat x\u{1B}[31m\n", Self.sting] {
      try other.write(log, to: "log")
      own.expectHarmless(try own.run(["replay", "log"]), log.debugDescription)
    }
    let settings = other.path(".config/fqvit")
    try FileManager.default.createDirectory(atPath: settings, withIntermediateDirectories: true)
    try other.write("glyphs = x\(Self.sting)\n", to: ".config/fqvit/config")
    let outcome = try Program.run(
      executable: Program.path, arguments: ["model", "images"], in: other.folder.url.path,
      environment: ["HOME": other.folder.url.path, "TERM": Self.sting])
    own.expectHarmless(outcome, "settings")
  }

  @Test func `Values of options`() throws {
    let sting = Self.sting
    for arguments in [
      [sting], ["evaluate", sting, sting], ["evaluate", "model", "images", "--" + sting],
      ["evaluate", "model", "images", "--pts", sting], ["evaluate", "model", "images", "--lis", sting],
      ["evaluate", "model", "images", "--observer", sting], ["evaluate", "model", "images", "--attention", sting],
      ["evaluate", "model", "images", "--weight-bits", sting], ["evaluate", "model", "images", "--threads", sting],
      ["evaluate", "model", "images", sting], ["replay", sting], ["help", sting], ["info", sting],
      ["model", "images", "--screenshot", sting + ".txt", "--keys", sting],
      ["model", "images", "--screenshot", sting + ".png"], ["model", "images", "--screenshot", "a.txt", "--size", sting],
    ] {
      expectHarmless(try run(arguments), "\(arguments.map(\.debugDescription))")
    }
    let outcome = try Program.run(
      executable: Program.path, arguments: ["info"], environment: ["TERM": sting, "XDG_CACHE_HOME": "/" + sting, "HOME": "/" + sting])
    expectHarmless(outcome, exitCode: 0, "info")
  }
}

