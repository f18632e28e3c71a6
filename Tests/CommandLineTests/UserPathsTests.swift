import Foundation
import TestSupport
import Testing

/// Without a home nothing is kept, least of all in the root folder, and `fqvit info` says why.
struct UserPathsTests {
  /// The lines that tell where things are kept: configuration, state, cache.
  private func lines(_ environment: [String: String]) throws -> [Substring] {
    let names = ["configuration ", "state ", "cache "]
    return try Program.run("info", environment: environment).output.split(separator: "\n").filter { line in
      names.contains(where: line.hasPrefix)
    }
  }

  private func folders(_ reason: String) -> [Substring] {
    ["configuration  \(reason)", "state          \(reason)", "cache          \(reason)"]
  }

  @Test func `A home holds the folders`() throws {
    let home = TemporaryFolder()
    #expect(
      try lines(["HOME": home.path]) == [
        "configuration  \(home.path)/.config/fqvit", "state          \(home.path)/.local/state/fqvit",
        "cache          \(home.path)/.cache/fqvit",
      ])
  }

  @Test(arguments: [
    ("", "HOME is not set"), ("relative", "HOME is relative"), ("/", "HOME is /"), ("//", "HOME is //"),
  ])
  func `No home`(home: String, reason: String) throws {
    #expect(try lines(["HOME": home]) == folders("none: \(reason)"))
  }

  @Test func `HOME is not there at all`() throws {
    let outcome = try Program.shell("unset HOME; \"$fqvit\" info --json")
    let object = try outcome.json()
    #expect(outcome.exitCode == 0)
    #expect(object["cacheFolder"] == nil && object["stateFolder"] == nil && object["configurationFolder"] == nil)
  }

  @Test func `An XDG folder needs no home`() throws {
    let folder = TemporaryFolder()
    let lines = try lines(["HOME": "", "XDG_CACHE_HOME": folder.path, "XDG_STATE_HOME": "relative"])
    #expect(lines[1] == "state          none: HOME is not set")
    #expect(lines[2] == "cache          \(folder.path)/fqvit")
  }

  @Test func `A folder that cannot be is told`() throws {
    let folder = TemporaryFolder()
    let file = folder.write([], as: "file")
    #expect(
      try lines(["XDG_CACHE_HOME": file + "/cache"])[2]
        == "cache          \(file)/cache/fqvit (cannot be written: nothing is kept there)")
  }
}
