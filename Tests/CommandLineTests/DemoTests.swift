import Foundation
import TestSupport
import Testing

/// The demo that ships with the program, found from wherever the program lies and is called.
struct DemoTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test(arguments: [
    ("prefix/bin/fqvit", "prefix/share/fqvit/demo"), ("package/.build/release/fqvit", "package/assets/demo"),
    ("package/.build/x86_64-unknown-linux-gnu/debug/fqvit", "package/assets/demo"),
  ])
  func `It is opened without arguments from any folder`(program: String, demo: String) throws {
    let installation = try Installation(in: place, program: program, demo: demo)
    let picture = place.path("picture.txt")
    for folder in ["/", place.folder.path] {
      let outcome = try installation.run("--screenshot", picture, "--force", in: folder)
      #expect(outcome.exitCode == 0 && outcome.errorOutput == "", "\(outcome.errorOutput)")
      #expect(try place.read("picture.txt").contains("agreement "))
    }
    let info = try installation.run("info", "--json").json()
    #expect(info["demoFolder"] as? String == URL(fileURLWithPath: place.path(demo)).resolvingSymlinksInPath().path)
    #expect(try installation.run("info").output.contains(demo + "\n"))
  }

  @Test func `A link to the program leads to its demo`() throws {
    _ = try Installation(in: place, program: "prefix/bin/fqvit", demo: "prefix/share/fqvit/demo")
    try FileManager.default.createSymbolicLink(atPath: place.path("link"), withDestinationPath: "prefix/bin/fqvit")
    let outcome = try Program.run(executable: place.path("link"), arguments: ["info", "--json"])
    #expect(try (outcome.json()["demoFolder"] as? String)?.hasSuffix("prefix/share/fqvit/demo") == true)
  }

  @Test func `Where it is missing one line says where it was looked for`() throws {
    let installation = try Installation(in: place, program: "bare/bin/fqvit", demo: nil)
    let parts = ["demo", "bare/share/fqvit/demo", "assets/demo of", "bare/bin", "MODEL"]
    try installation.run().expectRefusal(exitCode: 1, naming: parts)
    try installation.run("--tour", "--threads", "1").expectRefusal(exitCode: 1, naming: parts)
    #expect(try installation.run("info").output.contains("demo           none\n"))
  }

  @Test func `Without a terminal it is the terminal that is missing`() throws {
    let installation = try Installation(in: place, program: "prefix/bin/fqvit", demo: "prefix/share/fqvit/demo")
    try installation.run().expectRefusal(exitCode: 2, naming: ["terminal", "fqvit evaluate"])
  }

  @Test(.enabled(if: Terminal.isAvailable, "needs tmux"))
  func `The last session comes before it, but for one whose model is gone`() throws {
    let installation = try Installation(in: place, program: "prefix/bin/fqvit", demo: "prefix/share/fqvit/demo")
    let terminal = try Terminal(in: place)
    try terminal.enter("prefix/bin/fqvit model images --limit 7; echo code $?")
    try terminal.waitFor("the figures") { $0.contains("agreement ") }
    try terminal.press("q")
    try terminal.waitFor("the shell") { $0.contains("code 0\n") }

    func picture(_ arguments: String...) throws -> String {
      let outcome = try Program.run(
        executable: installation.executable, arguments: ["--screenshot", place.path("picture.txt"), "--force"] + arguments,
        environment: ["XDG_STATE_HOME": place.path(".local/state")])
      #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
      return try place.read("picture.txt")
    }
    #expect(try picture().contains("  7 images"))
    #expect(try picture("--limit", "5").contains("  5 images"), "options come after the last session's")
    #expect(try picture("--demo").contains("agreement "))
    try FileManager.default.removeItem(atPath: place.model)
    #expect(try picture().contains("agreement "))
  }

  @Test func `It leaves no room for a model beside it`() throws {
    try place.expectRefusal("--demo", "model", "images", exitCode: 2, naming: "--demo")
  }
}
