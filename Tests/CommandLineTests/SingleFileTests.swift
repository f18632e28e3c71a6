import Foundation
import TestSupport
import Testing

/// A file of weights by itself, with what the user says of it.
struct SingleFileTests {
  let place: Workplace

  init() throws {
    place = try Workplace(imageCount: 4)
    try FileManager.default.moveItem(
      atPath: place.path("model/model.safetensors"), toPath: place.path("tiny.safetensors"))
  }

  private static let said = [
    "--architecture", "vit_mine", "--model-arg", "num_heads=2", "--model-arg", "img_size=16",
  ]

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(executable: Program.path, arguments: arguments, in: place.folder.url.path)
  }

  @Test(arguments: [
    ["evaluate", "tiny.safetensors", "images"], ["inspect", "tiny.safetensors", "images"],
    ["ablation", "tiny.safetensors", "images"],
    ["export", "tiny.safetensors", "images", "-o", "x.json"],
  ])
  func `It opens, and what it was taken for is said`(command: [String]) throws {
    let outcome = try run(command + Self.said + ["--no-cache"])
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    #expect(
      outcome.errorOutput.contains(
        "fqvit: the architecture is --architecture vit_mine; images are prepared as timm does for it (shorter side 18, cropped to 16"
      ), "\(outcome.errorOutput)")
  }

  @Test func `The workbench says so too`() throws {
    // Where labels are doubted, that is said instead.
    try FileManager.default.removeItem(atPath: place.path("images/labels.txt"))
    let outcome = try run(
      ["tiny.safetensors", "images", "--screenshot", "x.txt", "--size", "160x40"] + Self.said + ["--no-cache"])
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    #expect(try place.read("x.txt").contains("the architecture is --architecture vit_mine"))
  }

  @Test func `Without saying what it is it is refused`() throws {
    try place.expectRefusal(
      "evaluate", "tiny.safetensors", "images", exitCode: 1, naming: "tiny.safetensors", "give --architecture NAME")
    try place.expectRefusal(
      "evaluate", "tiny.safetensors", "images", "--model-arg", "num_heads", exitCode: 2, naming: "--model-arg",
      "is not NAME=VALUE")
    try place.expectRefusal(
      "evaluate", "tiny.safetensors", "images", "--model-arg", "depth=1", "--model-arg", "depth=2", exitCode: 2,
      naming: "--model-arg gives depth twice")
    try place.expectRefusal(
      "evaluate", "tiny.safetensors", "images", "--architecture", "", exitCode: 2, naming: "--architecture")
  }
}
