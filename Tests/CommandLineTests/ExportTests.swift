import Foundation
import TestSupport
import Testing

/// `fqvit export`, and what `--configuration` makes of its file.
struct ExportTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// The figures that must come out again, to the last bit.
  private static let figures = [
    "images", "top1", "top5", "floatTop1", "floatTop5", "agreement", "flips", "configurationDigest", "observer",
    "calibrationMode", "powersOfTwoScaleSites", "logIntSoftmaxSites", "integerSites", "simulatedSites",
    "checkpointDigest", "calibrationImages",
  ]

  private func evaluate(_ options: [String]) throws -> [String: Any] {
    let outcome = try Program.run(
      executable: Program.path, arguments: ["evaluate", "model", "images", "--json"] + options,
      in: place.folder.url.path)
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    return try outcome.json()
  }

  private func export(_ options: [String] = []) throws {
    let outcome = try Program.run(
      executable: Program.path,
      arguments: ["export", "model", "images", "--calibration", "calibration", "--output", "chosen.json", "--force"]
        + options,
      in: place.folder.url.path)
    #expect(outcome.exitCode == 0 && outcome.output == "", "\(outcome.errorOutput)")
    #expect(outcome.errorOutput.hasPrefix("wrote chosen.json\n"))
  }

  @Test(arguments: [
    [], ["--pts", "0,3", "--lis", "1", "--attention", "log2-4"], ["--observer", "percentile", "--weight-bits", "4"],
    ["--calibration-mode", "reference", "--activation-bits", "6"],
  ])
  func `An exported configuration gives every figure again, with and without its calibration images`(
    options: [String]
  ) throws {
    try export(options)
    let direct = try evaluate(options + ["--calibration", "calibration"])
    for again in try [
      evaluate(["--configuration", "chosen.json"]),
      evaluate(["--configuration", "chosen.json", "--calibration", "calibration"]),
    ] {
      for key in Self.figures {
        #expect("\(again[key] ?? "absent")" == "\(direct[key] ?? "absent")", "\(key)")
      }
      #expect(again["difference"] as? [String: Double] == direct["difference"] as? [String: Double])
      #expect(again["isFromExport"] as? Bool == true)
    }
  }

  @Test func `The file has sorted keys, every site, the digests and the report`() throws {
    try export()
    let text = try place.read("chosen.json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["schemaVersion"] as? Int == 2)
    #expect((object["digest"] as? String)?.count == 64)
    let model = try #require(object["model"] as? [String: String])
    #expect(model["checkpointDigest"]?.count == 64)
    let calibration = try #require(object["calibration"] as? [String: Any])
    #expect((calibration["imageListDigest"] as? String)?.count == 64)
    let report = try #require(object["report"] as? [String: Any])
    #expect(report["images"] as? Int == 12)
    let inspected = try place.run("inspect", "model", "--json").json()
    let names = try #require(inspected["sites"] as? [[String: Any]]).compactMap { $0["site"] as? String }
    #expect(Set(try #require(object["sites"] as? [String: Any]).keys) == Set(names))
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }
    #expect(keys == keys.sorted() && keys.count == 9)
  }

  @Test func `Two exports are the same file`() throws {
    try export()
    let first = try place.read("chosen.json")
    try export()
    #expect(try place.read("chosen.json") == first)
  }

  @Test func `An option on top of an exported configuration changes it and calibrates`() throws {
    try export(["--pts", "none"])
    let object = try evaluate(["--configuration", "chosen.json", "--lis", "none"])
    #expect(object["powersOfTwoScaleSites"] as? Int == 0)
    #expect(object["logIntSoftmaxSites"] as? Int == 0)
    #expect(object["isFromExport"] as? Bool == false)
  }

  @Test func `Inspect shows an exported configuration`() throws {
    try export(["--pts", "none"])
    let object = try place.run("inspect", "model", "--json", "--configuration", "chosen.json").json()
    let sites = try #require(object["sites"] as? [[String: Any]])
    #expect(sites.allSatisfy { ($0["scheme"] as? String)?.hasPrefix("pts") == false })
  }

  @Test func `Exporting an unchanged configuration again is refused before any work`() throws {
    try export()
    try place.expectRefusal(
      "export", "model", "images", "--configuration", "chosen.json", "--output", "again.json", exitCode: 2,
      naming: "--configuration")
  }

  // MARK: files that do not fit

  @Test func `A configuration of another checkpoint says so`() throws {
    try export()
    _ = try TinyModel.write(to: place.folder.url.appendingPathComponent("other"), tensors: TinyModel.tensors(seed: 2))
    try place.expectRefusal(
      "evaluate", "other", "images", "--configuration", "chosen.json", exitCode: 1, naming: "chosen.json",
      "another checkpoint")
  }

  @Test func `A configuration of other calibration images says so`() throws {
    try export()
    try place.expectRefusal(
      "evaluate", "model", "images", "--configuration", "chosen.json", "--calibration", "images", exitCode: 1,
      naming: "chosen.json", "another calibration list")
  }

  @Test(arguments: [
    ("\"scheme\" : \"pts8\",", "\"scheme\" : \"pts9\",", "pts9"),
    ("\"scheme\" : \"pts8\",", "\"scheme\" : \"lis4\",", "lis4"),
    ("\"scheme\" : \"pts8\"\n", "\"scheme\" : \"pts7\"\n", "sites decide"),
    ("\"schemaVersion\" : 2", "\"schemaVersion\" : 3", "schemaVersion 3"),
    ("\"schemaVersion\" : 2", "\"schemaVersion\" : \"2\"", "schemaVersion"),
    ("\n  \"observer\" : \"minmax\"", "\n  \"observer\" : \"median\"", "observer is 'median'"),
    ("\n  \"observer\" : \"minmax\",", "", "'observer' is missing"),
    ("\"baseScale\" : ", "\"baseScale\" : -", "sites.blocks.0.norm1.baseScale is -"),
    ("\"blocks.0.norm1\" : ", "\"qact99\" : ", "qact99"),
  ])
  func `A configuration that cannot be is refused by its file's name`(old: String, new: String, part: String) throws {
    try export()
    let text = try place.read("chosen.json")
    let range = try #require(text.range(of: old), "\(old)")
    try place.write(text.replacingCharacters(in: range, with: new), to: "chosen.json")
    try place.expectRefusal(
      "evaluate", "model", "images", "--configuration", "chosen.json", exitCode: 1, naming: "chosen.json", part)
  }

  @Test func `An edited file is evaluated as edited, and what is made from it says so`() throws {
    try export()
    let text = try place.read("chosen.json")
    // A scheme without numbers, so that the file is sound.
    var object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    var sites = try #require(object["sites"] as? [String: [String: Any]])
    sites["blocks.0.attn.softmax"] = ["scheme": "log2-4"]
    object["sites"] = sites
    try JSONSerialization.data(withJSONObject: object).write(to: URL(fileURLWithPath: place.path("edited.json")))

    let json = try evaluate(["--configuration", "edited.json"])
    #expect((json["configurationFile"] as? [String: Any])?["state"] as? String == "edited")
    #expect((json["configuration"] as? [String: Any])?["line"] as? String
      == "W8 A8, PTS 5/5, LIS 1/2 4 bit (not blocks.0.attn.softmax), other attention log2-4")
    let shown = try place.run("evaluate", "model", "images", "--configuration", "edited.json").output
    #expect(shown.contains("file         edited.json, edited since it was exported: its own figures do not hold\n"))

    let made = try place.run(
      "export", "model", "images", "--calibration", "calibration", "--configuration", "edited.json", "--pts", "none",
      "--output", "made.json")
    #expect(made.errorOutput.hasPrefix("wrote made.json\n"))
    #expect(
      made.errorOutput.hasSuffix(
        "\nmade from edited.json, edited since it was exported: its own figures do not hold; its numbers are not used: "
          + "every row is calibrated anew\n"))
    let origin = try #require(
      try JSONSerialization.jsonObject(with: Data(place.read("made.json").utf8)) as? [String: Any])["origin"]
    #expect((origin as? [String: String])?["state"] == "edited")
    #expect(
      (try evaluate(["--configuration", "chosen.json"])["configurationFile"] as? [String: Any])?["state"] as? String == "verified")
  }

  @Test func `A file that is there is replaced only by force`() throws {
    try place.write("precious", to: "chosen.json")
    try place.expectRefusal(
      "export", "model", "images", "--output", "chosen.json", exitCode: 2, naming: "--output", "chosen.json is there already",
      "--force")
    #expect(try place.read("chosen.json") == "precious")
    // Neither is a link, to whatever it leads.
    #expect(symlink("nowhere.json", place.path("link.json")) == 0)
    try place.expectRefusal("export", "model", "images", "-o", "link.json", exitCode: 2, naming: "link.json", "--force")
    try export()
    #expect(try place.read("chosen.json").hasPrefix("{\n"))
  }

  @Test func `Export's JSON says what was written`() throws {
    let outcome = try place.run("export", "model", "images", "--output", "chosen.json", "--json")
    #expect(outcome.exitCode == 0)
    #expect(outcome.errorOutput.hasPrefix("wrote chosen.json\n"))
    #expect(outcome.errorOutput.contains("\ncalibrated on 12 of the evaluation images"))
    let object = try outcome.json()
    #expect(object["version"] as? Int == 1 && object["schemaVersion"] as? Int == 2)
    #expect(object["path"] as? String == place.path("chosen.json"))
    #expect(try place.read("chosen.json").contains("\"digest\" : \"\(try #require(object["digest"] as? String))\""))
    let evaluation = try #require(object["evaluation"] as? [String: Any])
    #expect(evaluation["images"] as? Int == 12 && evaluation["calibratedOnEvaluationImages"] as? Bool == true)
    #expect(try place.read("chosen.json").contains("\"isOnEvaluationImages\" : true"))
    // On other images than its own the file says no more.
    #expect(try evaluate(["--configuration", "chosen.json"])["calibratedOnEvaluationImages"] as? Bool == true)
  }

  @Test func `A file that is no configuration is refused by its name`() throws {
    try export()
    try place.write(String(try place.read("chosen.json").prefix(1000)), to: "cut.json")
    try place.write("", to: "empty.json")
    try place.write("[1, 2]", to: "list.json")
    for name in ["cut.json", "empty.json", "list.json", "absent.json", "model", "model/model.safetensors"] {
      try place.expectRefusal(
        "evaluate", "model", "images", "--configuration", name, exitCode: 1, naming: name)
    }
  }

  // MARK: paths that cannot be written

  @Test func `A path that cannot be written is refused before any work`() throws {
    try place.write("precious", to: "file")
    for (path, reason) in [
      ("model", "it is a folder"), ("absent/chosen.json", "its folder does not exist"),
      ("file/chosen.json", "its folder does not exist"), ("/proc/chosen.json", "cannot be written"),
    ] {
      try place.expectRefusal("export", "model", "images", "--output", path, exitCode: 1, naming: path, reason)
    }
    #expect(try place.read("file") == "precious")
    try place.expectRefusal("export", "model", "images", exitCode: 2, naming: "--output")
    try place.expectRefusal("export", "model", "images", "--output", "", exitCode: 2, naming: "--output")
  }

  @Test func `A pipe in the place of the file stays a pipe`() throws {
    #expect(mkfifo(place.path("pipe"), 0o600) == 0)
    try place.expectRefusal("export", "model", "images", "--output", "pipe", exitCode: 1, naming: "pipe", "device")
    var status = stat()
    #expect(stat(place.path("pipe"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
  }

  /// Whether this user may mount file systems that nobody else sees.
  static let canMount: Bool = {
    let probe = try? Program.run(
      executable: "/bin/sh", arguments: ["-c", "unshare -m mount -t tmpfs -o size=16k tmpfs /mnt"])
    return probe?.exitCode == 0
  }()

  @Test(.enabled(if: canMount, "needs the right to mount file systems"))
  func `A full disk is told, and the old file stays`() throws {
    let outcome = try Program.shell(
      """
      unshare -m sh -c 'mount -t tmpfs -o size=16k tmpfs "$1" && cd "$1" && echo old > chosen.json &&
        "$fqvit" export "$2" "$3" --output chosen.json --force; code=$?; [ "$(ls -A) $(cat chosen.json)" = "chosen.json old" ] &&
        exit $code' sh "$1" "$2" "$3"
      """, place.calibration, place.model, place.images)
    outcome.expectRefusal(exitCode: 1, naming: ["chosen.json", "disk is full"])
  }

  @Test(.enabled(if: canMount, "needs the right to mount file systems"))
  func `A read-only folder is told`() throws {
    let outcome = try Program.shell(
      """
      unshare -m sh -c 'mount -t tmpfs -o ro tmpfs "$1" && exec "$fqvit" export "$2" "$3" --output "$1/chosen.json"' \
        sh "$1" "$2" "$3"
      """, place.calibration, place.model, place.images)
    outcome.expectRefusal(exitCode: 1, naming: ["chosen.json", "no permission"])
  }
}
