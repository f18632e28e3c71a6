import Foundation
import TestSupport
import Testing

/// Folders without labels, and images that are held out, from the command line.
@Suite struct UnlabelledTests {
  let place: Workplace

  init() throws { place = try Workplace(imageCount: 20) }

  private func removeLabels() throws {
    try FileManager.default.removeItem(atPath: place.path("images/labels.txt"))
  }

  @Test func `Without labels the agreement is the figure, and nothing speaks of accuracy`() throws {
    try removeLabels()
    let text = try place.run("evaluate", "model", "images", "--no-cache", "--calibration", "calibration")
    #expect(text.exitCode == 0, "\(text.errorOutput)")
    let titles = text.output.split(separator: "\n").map { $0.prefix(13).trimmingCharacters(in: .whitespaces) }
    #expect(titles.contains("agreement") && titles.contains("logits"))
    for title in ["top-1", "top-5", "float", "vs float", "remark"] { #expect(!titles.contains(title), "\(title)") }
    #expect(!text.output.lowercased().contains("nan"))
    let object = try place.run(
      "evaluate", "model", "images", "--no-cache", "--calibration", "calibration", "--json"
    ).json()
    #expect(object["labels"] as? String == "none")
    #expect(object["remarks"] as? [String] == [])
    for key in ["top1", "top1Interval", "top5", "top5Interval", "floatTop1", "floatTop5", "difference"] {
      #expect(object[key] == nil, "\(key)")
    }
    #expect((0...100).contains(try #require(object["agreement"] as? Double)))
    #expect((-1...1).contains(try #require(object["logitsCosine"] as? Double)))
    #expect(try #require(object["logitsSqnr"] as? Double) > 0)
    #expect(object["logitsDiffer"] as? Bool == true)
  }

  @Test func `An export, its use, an ablation and a picture need no labels`() throws {
    try removeLabels()
    let exported = try place.run("export", "model", "images", "--calibration", "calibration", "--output", "a.json")
    #expect(exported.exitCode == 0, "\(exported.errorOutput)")
    let file = try place.read("a.json")
    #expect(file.contains("\"agreementInterval\"") && !file.contains("\"top1\""))
    let again = try place.run("evaluate", "model", "images", "--configuration", "a.json", "--json")
    #expect(again.exitCode == 0, "\(again.errorOutput)")
    let ablation = try place.run("ablation", "model", "images", "--observers", "minmax")
    #expect(ablation.exitCode == 0 && ablation.output.contains("agree %"), "\(ablation.errorOutput)")
    #expect(!ablation.output.contains("top-1"))
    let picture = try place.run("model", "images", "--screenshot", "a.txt", "--keys", "5", "--size", "160x40")
    #expect(picture.exitCode == 0, "\(picture.errorOutput)")
    let screen = try place.read("a.txt")
    #expect(screen.contains("agreement") && screen.contains("without labels") && !screen.contains("top-1"))
  }

  @Test func `Held-out images give a figure beside`() throws {
    let outcome = try place.run("evaluate", "model", "images", "--calibration", "calibration", "--held-out", "6")
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    #expect(outcome.output.contains("14 of 20 images; 6 are held out"))
    #expect(outcome.output.contains("held out     6 images: top-1 "))
    let object = try place.run(
      "evaluate", "model", "images", "--calibration", "calibration", "--held-out", "6", "--json"
    ).json()
    let heldOut = try #require(object["heldOut"] as? [String: Any])
    #expect(heldOut["images"] as? Int == 6 && object["images"] as? Int == 14)
    #expect((0...100).contains(try #require(heldOut["top1"] as? Double)))
  }

  @Test func `Holding out nothing or everything is refused`() throws {
    try place.expectRefusal("evaluate", "model", "images", "--held-out", "0", exitCode: 2, naming: "--held-out is 0")
    try place.expectRefusal(
      "evaluate", "model", "images", "--held-out", "20", exitCode: 1, naming: "20 images", "leave some to evaluate")
  }
}
