import Foundation
import TestSupport
import Testing

/// `--screenshot`: a picture of the workbench without a terminal.
struct ScreenshotTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func `It is taken with the figures of all images, and nothing else is written`() throws {
    let before = place.listing
    let outcome = try place.run("model", "images", "--calibration", "calibration", "--screenshot", "picture.txt")
    #expect(outcome.exitCode == 0 && outcome.output == "" && outcome.errorOutput == "", "\(outcome.errorOutput)")
    let lines = try place.read("picture.txt").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 37 && lines.last == "")
    #expect(lines[0].contains("12 images") && lines[1].contains("top-1 "))
    #expect(place.listing == (before + ["picture.txt"]).sorted())
  }

  @Test func `Keys are pressed first, each once the figures before it are in`() throws {
    let outcome = try place.run(
      "model", "images", "--screenshot", "picture.txt", "--keys", "p 5 w Ctrl-U a . t x t Enter", "--size", "90x30")
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    let picture = try place.read("picture.txt")
    #expect(
      picture.contains("PTS 4/5") && picture.contains("  1 as started") && picture.contains("  2 PTS off"), "\(picture)")
    #expect(picture.split(separator: "\n", omittingEmptySubsequences: false).count == 31)
    #expect(!place.listing.contains { $0.hasSuffix("a.txt") }, "a key's own file is not written")
  }

  @Test func `SVG is drawn in colours where the name asks for it`() throws {
    let outcome = try place.run("model", "images", "--screenshot", "picture.svg", "--tour")
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    let picture = try place.read("picture.svg")
    #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
    #expect(picture.contains("welcome") && picture.contains(">top-1</text>"))
    #expect(Set(picture.matches(of: /fill="(#[0-9a-f]+)"/).map(\.output.1)).count > 4)
  }

  @Test func `What cannot be done is told in one line`() throws {
    try place.expectRefusal(
      "model", "images", "--screenshot", "picture.txt", "--keys", "hop", exitCode: 2, naming: "--keys", "'hop'")
    try place.expectRefusal(
      "model", "images", "--screenshot", "picture.txt", "--size", "wide", exitCode: 2, naming: "--size", "'wide'")
    try place.expectRefusal("model", "images", "--keys", "p", exitCode: 2, naming: "--keys", "--screenshot")
    try place.expectRefusal("model", "images", "--size", "80x24", exitCode: 2, naming: "--size", "--screenshot")
    try place.expectRefusal("absent", "images", "--screenshot", "picture.txt", exitCode: 1, naming: "absent")
    try place.expectRefusal(
      "model", "images", "--screenshot", "absent/picture.txt", exitCode: 1, naming: "absent/picture.txt")
  }

  @Test func `Without figures there is no picture`() throws {
    try FileManager.default.createDirectory(atPath: place.path("none"), withIntermediateDirectories: true)
    try place.write("no image", to: "images/00000.jpg")
    for arguments in [["model", "none"], ["model", "images", "--calibration", "none"], ["none", "images"]] {
      let before = place.listing
      let outcome = try Program.run(
        executable: Program.path, arguments: arguments + ["--screenshot", "picture.svg"], in: place.folder.url.path)
      outcome.expectRefusal(exitCode: 1, naming: ["none"])
      #expect(place.listing == before)
    }
  }

  @Test(arguments: ["picture.png", "picture.PNG", "picture.jpg", "picture.pdf", "picture.html", "picture.svgz", "a.b"])
  func `Another ending is refused before any work`(name: String) throws {
    try place.expectRefusal(
      "model", "images", "--screenshot", name, exitCode: 2, naming: "--screenshot", name, ".svg", ".txt")
  }

  @Test func `A file that is there is written over only where that is asked for`() throws {
    try place.write("mine", to: "picture.txt")
    try place.expectRefusal(
      "model", "images", "--screenshot", "picture.txt", exitCode: 2, naming: "picture.txt is there already", "--force")
    #expect(try place.read("picture.txt") == "mine")
    let outcome = try place.run("model", "images", "--screenshot", "picture.txt", "--force")
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    #expect(try place.read("picture.txt").contains("top-1 "))
    try place.expectRefusal("model", "images", "--force", exitCode: 2, naming: "--force", "--screenshot")
  }
}
