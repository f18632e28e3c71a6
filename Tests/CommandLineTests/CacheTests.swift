import Foundation
import TestSupport
import Testing

/// `fqvit cache`, and what the commands say of what they found there.
struct CacheTests {
  let place: Workplace
  private var environment: [String: String] { ["XDG_CACHE_HOME": place.path("cache")] }

  init() throws { place = try Workplace() }

  private func evaluate(_ options: String...) throws -> Program.Outcome {
    try Program.run(
      executable: Program.path,
      arguments: ["evaluate", "model", "images", "--calibration", "calibration"] + options, in: place.folder.url.path,
      environment: environment)
  }

  @Test func `A second evaluation is answered by the first, and says so`() throws {
    let first = try evaluate()
    #expect(!first.output.contains("kept"))
    let second = try evaluate()
    #expect(second.output.contains("kept         float model and this configuration's figures from an earlier run; --no-cache"))
    let anew = try evaluate("--no-cache", "--json").json()
    let kept = try evaluate("--json").json()
    #expect(kept["isRunKept"] as? Bool == true && kept["isFloatModelKept"] as? Bool == true)
    #expect(anew["isRunKept"] as? Bool == false && anew["isFloatModelKept"] as? Bool == false)
    #expect(kept["outcomesDigest"] as? String == anew["outcomesDigest"] as? String)
    #expect(kept["floatTop1"] as? Double == anew["floatTop1"] as? Double)
    #expect(kept["difference"] as? [String: Double] == anew["difference"] as? [String: Double])
  }

  @Test func `A damaged file is said on standard error, and the figures are the same`() throws {
    let first = try evaluate("--json").json()
    let folder = place.path("cache/fqvit/calibration")
    let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
    let url = URL(fileURLWithPath: folder + "/" + name)
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: url)
    try FileManager.default.removeItem(atPath: place.path("cache/fqvit/runs"))
    let second = try evaluate("--json")
    #expect(second.exitCode == 0 && second.errorLines.count == 1)
    #expect(second.errorOutput.contains("damaged: its digest does not match") && second.errorOutput.contains(name))
    #expect(try second.json()["outcomesDigest"] as? String == first["outcomesDigest"] as? String)
    let third = try evaluate("--json")
    #expect(third.errorOutput == "")
  }

  @Test func `The cache command counts by kind, and clears`() throws {
    _ = try evaluate()
    let shown = try place.run("cache", environment: environment)
    let titles = shown.output.split(separator: "\n").map { $0.prefix(13).trimmingCharacters(in: .whitespaces) }
    #expect(titles.first == "folder" && titles.last == "total")
    #expect(titles.contains("calibration") && titles.contains("float") && titles.contains("runs"))
    #expect(shown.output.contains("of at most 1024 MiB"))
    let object = try place.run("cache", "--json", environment: environment).json()
    let entries = try #require(object["entries"] as? [String: [String: Int]])
    let total = try #require(object["total"] as? [String: Int])
    #expect(object["version"] as? Int == 1 && object["removed"] == nil)
    #expect(entries["runs"]?["files"] == 1)
    #expect(entries.values.reduce(0) { $0 + ($1["bytes"] ?? 0) } == total["bytes"])
    let cleared = try place.run("cache", "--clear", "--json", environment: environment).json()
    #expect(cleared["removed"] as? [String: Int] == total)
    #expect(cleared["total"] as? [String: Int] == ["files": 0, "bytes": 0])
    #expect(!FileManager.default.fileExists(atPath: place.path("cache/fqvit")))
  }

  @Test func `The setting bounds it`() throws {
    try FileManager.default.createDirectory(atPath: place.path("config/fqvit"), withIntermediateDirectories: true)
    try place.write("cache = 0\n", to: "config/fqvit/config")
    var variables = environment
    variables["XDG_CONFIG_HOME"] = place.path("config")
    let outcome = try place.run("evaluate", "model", "images", environment: variables)
    #expect(outcome.exitCode == 0)
    #expect(try place.run("cache", environment: variables).output.contains("total        0 files, 0.0 MiB of at most 0 MiB"))
    try place.write("cache = lots\n", to: "config/fqvit/config")
    let refused = try place.run("cache", environment: variables)
    refused.expectRefusal(exitCode: 2, naming: ["config:1", "cache is 'lots'", "MiB"])
  }

  @Test(arguments: ["", "relative/home"])
  func `Without a home nothing is kept`(home: String) throws {
    let outcome = try place.run("cache", environment: ["HOME": home])
    #expect(outcome.exitCode == 0 && outcome.output.hasPrefix("folder       none"))
    let before = place.listing
    #expect(try place.run("evaluate", "model", "images", environment: ["HOME": home]).exitCode == 0)
    #expect(place.listing == before)
    #expect(try place.run("info", environment: ["HOME": home]).output.contains("cache          none"))
  }
}
