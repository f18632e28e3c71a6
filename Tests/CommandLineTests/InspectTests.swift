import Foundation
import TestSupport
import Testing

/// `fqvit inspect`, `fqvit info` and the help texts.
struct InspectTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func `Without images there is a line a site, and ranges are absent`() throws {
    let outcome = try place.run("inspect", "model")
    #expect(outcome.exitCode == 0 && outcome.errorOutput == "")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines[0] == "model: vit_tiny_test, 2 blocks, 5 classes; give IMAGES for ranges and α")
    let sites = try #require(try place.run("inspect", "model", "--json").json()["sites"] as? [[String: Any]])
    #expect(lines[1] == "W8 A8, PTS 5/5, LIS 2/2 4 bit")
    #expect(lines.count == sites.count + 3)
    #expect(sites.allSatisfy { $0["minimum"] == nil && $0["exponents"] == nil })
    // Weights need no images.
    #expect(sites.filter { $0["role"] as? String == "weight" }.allSatisfy { !($0["sqnr"] as? [String: Double] ?? [:]).isEmpty })
  }

  @Test func `With images every activation has its range, and LayerNorm inputs have exponents`() throws {
    let outcome = try place.run("inspect", "model", "calibration", "--json")
    #expect(outcome.exitCode == 0 && outcome.errorOutput == "")
    let object = try outcome.json()
    #expect(object["calibrationImages"] as? Int == 8)
    let sites = try #require(object["sites"] as? [[String: Any]])
    for site in sites where site["role"] as? String != "weight" && site["role"] as? String != "attention" {
      let (low, high) = (try #require(site["minimum"] as? Double), try #require(site["maximum"] as? Double))
      #expect(low < high)
    }
    let inputs = sites.filter { $0["role"] as? String == "normInput" }
    #expect(inputs.count == 5)
    for site in inputs {
      let exponents = try #require(site["exponents"] as? [Int])
      #expect(exponents.count == 32 && exponents.allSatisfy((0...3).contains))
    }
    #expect(try place.run("inspect", "model", "calibration").output.hasPrefix("model: vit_tiny_test, 2 blocks, 5 classes, calibrated on 8 of IMAGES\n"))
  }

  @Test func `Inspect calibrates as evaluate does`() throws {
    let borrowed = try place.run("inspect", "model", "images", "--json").json()
    #expect(borrowed["calibratedOnEvaluationImages"] as? Bool == true && borrowed["calibrationImages"] as? Int == 12)
    for arguments in [["images", "--calibration", "calibration"], ["--calibration", "calibration", "--limit", "3"]] {
      let outcome = try Program.run(
        executable: Program.path, arguments: ["inspect", "model", "--json"] + arguments, in: place.folder.url.path)
      let object = try outcome.json()
      #expect(object["calibrationImages"] as? Int == 8 && object["calibratedOnEvaluationImages"] as? Bool == false)
    }
    try place.write("image3.png\nimage1.png\n", to: "order.txt")
    let ordered = try place.run(
      "inspect", "model", "--json", "--calibration", "calibration", "--calibration-order", "order.txt",
      "--calibration-mode", "reference"
    ).json()
    #expect(ordered["calibrationImages"] as? Int == 2 && ordered["calibrationMode"] as? String == "reference")
  }

  @Test func `A row's other name stands beside it`() throws {
    let sites = try #require(try place.run("inspect", "model", "--json").json()["sites"] as? [[String: Any]])
    #expect(sites.first { $0["site"] as? String == "blocks.1.norm1" }?["alias"] as? String == "blocks.0.qact4")
  }

  @Test func `Columns stay in line`() throws {
    let lines = try place.run("inspect", "model", "calibration").output.split(separator: "\n").dropFirst(2)
    let header = try #require(lines.first)
    let end = try #require(header.range(of: "SQNR dB")).upperBound
    for line in lines.dropFirst() where !line.hasPrefix("labels ") {
      #expect(line.count >= header.distance(from: header.startIndex, to: end), "\(line)")
    }
  }

  @Test func `Columns of numbers can be read by other programs`() throws {
    for arguments in [["inspect", "model"], ["inspect", "model", "calibration"]] {
      let output = try Program.run(executable: Program.path, arguments: arguments, in: place.folder.url.path).output
      #expect(!output.contains("−") && !output.contains("–") && !output.contains("×"))
      for line in output.split(separator: "\n").dropFirst(3) where !line.hasPrefix("labels ") {
        let fields = line.split(separator: " ")
        #expect(fields.count >= 6 && fields[2..<6].allSatisfy { $0 == "-" || Double($0) != nil }, "\(line)")
      }
    }
  }

  @Test func `Info names every path in use`() throws {
    let outcome = try Program.run(
      "info", environment: ["XDG_CACHE_HOME": "/cache/here", "XDG_STATE_HOME": "relative", "HOME": "/home/me"])
    #expect(outcome.exitCode == 0 && outcome.errorOutput == "")
    #expect(outcome.output.contains("cache          /cache/here/fqvit\n"))
    // A relative folder is ignored, as the specification wants.
    #expect(outcome.output.contains("state          /home/me/.local/state/fqvit\n"))
    let object = try Program.run("info", "--json").json()
    #expect(object["version"] as? Int == 1)
    for key in ["programVersion", "oneDNN", "instructionSet", "configurationFolder", "stateFolder", "cacheFolder"] {
      #expect(object[key] as? String != nil, "\(key)")
    }
  }

  @Test func `Calibrations are kept in the cache folder, unless it is not wanted`() throws {
    let cache = place.path("cache")
    func run(_ options: String...) throws -> Int {
      let outcome = try Program.run(
        executable: Program.path, arguments: ["evaluate", "model", "images"] + options, in: place.folder.url.path,
        environment: ["XDG_CACHE_HOME": cache])
      #expect(outcome.exitCode == 0)
      return (try? FileManager.default.contentsOfDirectory(atPath: cache + "/fqvit/calibration").count) ?? 0
    }
    #expect(try run("--no-cache") == 0)
    #expect(try run() == 1)
    #expect(try run() == 1)
    #expect(try run("--observer", "omse") == 2)
    // A damaged one is put aside and made anew; the other is not needed.
    for name in try FileManager.default.contentsOfDirectory(atPath: cache + "/fqvit/calibration") {
      try Data("{".utf8).write(to: URL(fileURLWithPath: cache + "/fqvit/calibration/" + name))
    }
    #expect(try run() == 3)
  }

  @Test(arguments: [["--help"], ["-h"], ["help"], ["evaluate", "--help"], ["inspect", "-h"], ["export", "--help"], ["info", "--help"], ["open", "--help"]])
  func `Help goes to standard output and is no error`(arguments: [String]) throws {
    let outcome = try Program.run(executable: Program.path, arguments: arguments)
    #expect(outcome.exitCode == 0 && outcome.errorOutput == "")
    #expect(outcome.output.contains("USAGE: fqvit "))
  }

  @Test func `The help says how to begin`() throws {
    let help = try Program.run("--help").output
    #expect(help.contains("USAGE: fqvit [MODEL IMAGES] [--calibration IMAGES] [<options>]"))
    for command in ["open", "evaluate", "inspect", "export", "info"] { #expect(help.contains("  \(command) ")) }
    #expect(help.contains("Exit codes: 0 done, 1 failed, 2 wrong use."))
  }

  @Test func `The version is a number`() throws {
    let outcome = try Program.run("--version")
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.firstMatch(of: /^\d+\.\d+\.\d+\n$/) != nil)
  }

  @Test func `A reader that leaves is no crash`() throws {
    for command in [
      "inspect \"$1\"", "inspect \"$1\" --json", "evaluate \"$1\" \"$2\"", "--help", "info", "evaluate \"$1\" \"$2\" --json",
    ] {
      // The pipe has no reader from the start, which `head` leaves only after its first lines.
      let outcome = try Program.shell(
        "{ sleep 0.2; \"$fqvit\" \(command); echo $? >&2; } | :", place.model, place.images)
      #expect(outcome.errorOutput == "141\n", "\(command)")
    }
    let outcome = try Program.shell("\"$fqvit\" inspect \"$1\" | head -1", place.model)
    #expect(outcome.output.hasPrefix("model: ") && outcome.errorOutput == "")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func `Output that cannot be written is a failure`() throws {
    for command in ["inspect \"$1\"", "inspect \"$1\" --json", "info", "--help"] {
      try Program.shell("exec \"$fqvit\" \(command) >/dev/full", place.model)
        .expectRefusal(exitCode: 1, naming: ["standard output", "No space left"])
      try Program.shell("exec \"$fqvit\" \(command) >&-", place.model)
        .expectRefusal(exitCode: 1, naming: ["standard output"])
    }
    // Nobody is left to be told, but the exit code stands.
    let outcome = try Program.shell("exec \"$fqvit\" inspect absent 2>/dev/full")
    #expect(outcome.exitCode == 1 && !outcome.isSignal)
  }
}
