import Foundation
import TestSupport
import Testing

/// `fqvit replay`: logs and scripts, without a terminal.
struct ReplayTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private let opening = "open model images --calibration calibration\n"

  @Test func `A script changes a configuration and finds its figures`() throws {
    try place.write(
      opening + """
        size 100x30
        wait
        at blocks.0.norm2
        do pts
        wait
        expect PTS 4/5
        press 3
        wait
        expect on this image
        press 4
        wait
        expect accumulated
        press 5
        show
        """, to: "script")
    let outcome = try place.run("replay", "script")
    #expect(outcome.exitCode == 0 && outcome.errorOutput == "", "\(outcome.errorOutput)")
    #expect(outcome.output.contains("┌ layers"), "show prints the screen")
    let runs = outcome.output.split(separator: "\n").suffix(2)
    #expect(runs.first?.hasPrefix("1 ") == true && runs.first?.contains("as started") == true)
    #expect(runs.last?.hasPrefix("2 ") == true && runs.last?.contains("PTS off blocks.0.norm2 ") == true)
    #expect(runs.allSatisfy { $0.contains("top-1 ") && $0.contains(" %  vs float ") })
  }

  @Test func `An expectation that fails shows the screen and names its line`() throws {
    try place.write(opening + "wait\nexpect PTS 9/9\n", to: "script")
    let outcome = try place.run("replay", "script")
    #expect(outcome.exitCode == 1)
    #expect(outcome.errorOutput.contains("┌ layers"))
    #expect(outcome.errorOutput.hasSuffix("fqvit: script:3: the screen does not show 'PTS 9/9'; it is printed above\n"))
  }

  @Test func `Files are written only where that is asked for`() throws {
    try place.write(opening + "wait\npress e Ctrl-U\ntype chosen.json\npress Enter\nwait\n", to: "script")
    #expect(try place.run("replay", "script").exitCode == 0)
    #expect(!FileManager.default.fileExists(atPath: place.path("chosen.json")))
    #expect(try place.run("replay", "script", "--write").exitCode == 0)
    #expect(FileManager.default.fileExists(atPath: place.path("chosen.json")))
  }

  @Test func `A file that is there is replaced only by force, and what is not written fails the replay`() throws {
    try place.write(opening + "wait\nwrite screen a.txt\npress Down\nwrite screen a.txt\nwait\n", to: "script")
    #expect(try place.run("replay", "script", "--write").exitCode == 0, "the script's own file")
    try place.write("mine", to: "a.txt")
    try place.expectRefusal("replay", "script", "--write", exitCode: 1, naming: "script: a.txt exists", "--force")
    #expect(try place.read("a.txt") == "mine")
    #expect(try place.run("replay", "script").exitCode == 0, "nothing is written")
    #expect(try place.run("replay", "script", "--write", "--force").exitCode == 0)
    #expect(try place.read("a.txt").contains("layers"))
    for (name, reason) in [("none/a.txt", "none"), ("a.png", ".png")] {
      try place.write(opening + "wait\nwrite screen \(name)\nwait\n", to: "script")
      try place.expectRefusal("replay", "script", "--write", exitCode: 1, naming: "script: ", reason)
    }
  }

  @Test func `An export that waited, and one without figures, are written again`() throws {
    try place.write(
      opening + "at blocks.0.norm2\ndo pts\nwrite export-when-finished a b.json\nwrite export-without-figures c.json\nwait\n",
      to: "script")
    let outcome = try place.run("replay", "script", "--write")
    #expect(outcome.exitCode == 0 && outcome.errorOutput == "", "\(outcome.errorOutput)")
    #expect(try place.read("a b.json").contains("\"report\""))
    #expect(FileManager.default.fileExists(atPath: place.path("c.json")))
    try place.write(opening + "write export-when-finished d.json\n", to: "script")
    let early = try place.run("replay", "script", "--write")
    #expect(early.exitCode == 0)
    #expect(
      FileManager.default.fileExists(atPath: place.path("d.json"))
        || early.errorOutput.contains("d.json was not written: the script ends before its figures are in"))
  }

  @Test(arguments: ["write export-without-figures a.json", "write export a.json\nwait", "wait"])
  func `A preparation that fails ends every wait`(step: String) throws {
    try place.write("open model nowhere\n" + step + "\n", to: "script")
    try place.expectRefusal("replay", "script", "--write", exitCode: 1, naming: "nowhere")
  }

  @Test func `Another machine's log runs on one's own folders`() throws {
    try place.write("open /there/model /there/images\nwait\nexpect PTS 5/5\n", to: "script")
    let outcome = try place.run("replay", "script", "model", "images", "--calibration", "calibration")
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
  }

  @Test func `A configuration or a figure that is another than in the log ends the replay`() throws {
    try place.write(opening + "wait\nis 0123456789abcdef # W8 A8\n", to: "configuration")
    try place.expectRefusal(
      "replay", "configuration", exitCode: 1, naming: "configuration:3", "another than in the log", "W8 A8",
      "0123456789abcdef")
    try place.write(opening + "wait\nfigures 0123456789abcdef # top-1 7 of 12\n", to: "figures")
    try place.expectRefusal(
      "replay", "figures", exitCode: 1, naming: "figures:3", "others than in the log", "top-1 7 of 12", "--ignore-figures")
    #expect(try place.run("replay", "figures", "--ignore-figures").exitCode == 0)
    try place.write("# fqvit session 1\n" + opening + "wait\n", to: "old")
    try place.expectRefusal("replay", "old", exitCode: 1, naming: "old: line 1", "version 1")
  }

  @Test func `What cannot be replayed is told in one line`() throws {
    try place.write("hop\n", to: "script")
    try place.write("wait\n", to: "nameless")
    try place.write("open absent images\nwait\n", to: "modelless")
    try place.write("open model images --pst 3\n", to: "misspelt")
    try place.write(opening + "at blocks.99\n", to: "rowless")
    try place.expectRefusal("replay", "absent", exitCode: 1, naming: "absent")
    try place.expectRefusal("replay", "script", exitCode: 1, naming: "script: line 1", "'hop' is no step")
    try place.expectRefusal("replay", "nameless", exitCode: 2, naming: "nameless names no model")
    try place.expectRefusal("replay", "modelless", exitCode: 1, naming: "absent")
    try place.expectRefusal("replay", "misspelt", exitCode: 1, naming: "misspelt", "--pst")
    try place.expectRefusal("replay", "rowless", exitCode: 1, naming: "rowless:2", "blocks.99")
    try place.expectRefusal("replay", "script", "model", exitCode: 2, naming: "<images>")
  }
}
