import Foundation
import TestSupport
import Testing

/// Image folders that are wrong. A broken image is left out and counted; anything else ends in one line.
struct BadImagesTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func expectRefusal(naming parts: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    let before = place.listing
    for command in [["evaluate", "model", "images"], ["inspect", "model", "images"], ["export", "model", "images", "-o", "x.json"]] {
      let outcome = try Program.run(executable: Program.path, arguments: command, in: place.folder.url.path)
      outcome.expectRefusal(exitCode: 1, naming: parts, sourceLocation: sourceLocation)
    }
    #expect(place.listing == before, sourceLocation: sourceLocation)
  }

  private func damage(_ names: [String], in folder: String = "images") throws {
    for name in names {
      let url = URL(fileURLWithPath: place.path(folder + "/" + name))
      try Data(contentsOf: url).prefix(60).write(to: url)
    }
  }

  @Test func `Broken images are left out, counted and named, in text and in JSON`() throws {
    try damage(["image3.png"])
    try place.write("no picture", to: "images/image5.png")
    try place.write("\u{FF}", to: "images/broken.jpg")
    try Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 16]).write(to: URL(fileURLWithPath: place.path("images/broken.jpg")))
    try place.write(try place.read("images/labels.txt") + "broken.jpg 0\n", to: "images/labels.txt")

    let text = try place.run("evaluate", "model", "images", "--calibration", "calibration")
    #expect(text.exitCode == 0, "\(text.errorOutput)")
    #expect(text.output.contains("images       10 (3 skipped)\n"))
    for name in ["image3.png", "image5.png", "broken.jpg"] {
      #expect(text.output.split(separator: "\n").contains { $0.hasPrefix("skipped  ") && $0.contains(name) })
    }
    let object = try place.run("evaluate", "model", "images", "--calibration", "calibration", "--json").json()
    #expect(object["images"] as? Int == 10)
    #expect((object["skippedImages"] as? [String])?.count == 3)
    #expect(try place.run("inspect", "model", "images").output.contains("calibrated on 10 of IMAGES (3 skipped)"))
  }

  @Test func `Broken calibration images are counted apart`() throws {
    try damage(["image0.png", "image1.png"], in: "calibration")
    let text = try place.run("evaluate", "model", "images", "--calibration", "calibration")
    #expect(text.exitCode == 0, "\(text.errorOutput)")
    #expect(text.output.contains("images       12\n"))
    #expect(text.output.contains("calibration  6 images (2 skipped) in "))
    let object = try place.run("evaluate", "model", "images", "--calibration", "calibration", "--json").json()
    #expect((object["skippedImages"] as? [String])?.count == 0)
    #expect((object["skippedCalibrationImages"] as? [String])?.count == 2)
  }

  @Test func `Where no image can be read, that is a failure`() throws {
    try damage((0..<12).map { "image\($0).png" })
    try expectRefusal(naming: "images", "no image could be read")
  }

  @Test(arguments: ["5", "-1", "99999999999999999999"])
  func `A label out of range names file, line and label`(label: String) throws {
    try place.write("image0.png 0\nimage1.png \(label)\n", to: "images/labels.txt")
    try expectRefusal(naming: "images/labels.txt", "line 2", label, "0 and 4")
  }

  @Test func `A label that is no number, or none, names file and line`() throws {
    try place.write("image0.png cat\n", to: "images/labels.txt")
    try expectRefusal(naming: "images/labels.txt", "line 1", "'cat'")
    try place.write("image0.png 0\n\nimage1.png\n", to: "images/labels.txt")
    try expectRefusal(naming: "images/labels.txt", "line 3")
  }

  @Test func `An absent image names file, line and image`() throws {
    try place.write("image0.png 0\nghost.png 1\n", to: "images/labels.txt")
    try expectRefusal(naming: "images/labels.txt", "line 2", "'ghost.png'")
  }

  @Test func `A label file that is empty or no text`() throws {
    try place.write("\n\n", to: "images/labels.txt")
    try expectRefusal(naming: "images")
    try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: place.path("images/labels.txt")))
    try expectRefusal(naming: "images/labels.txt", "UTF-8")
  }

  @Test func `A missing folder, an empty one, a file`() throws {
    try place.expectRefusal("evaluate", "model", "absent", exitCode: 1, naming: "absent", "does not exist")
    try place.expectRefusal(
      "evaluate", "model", "images", "--calibration", "absent", exitCode: 1, naming: "absent", "does not exist")
    try FileManager.default.createDirectory(atPath: place.path("empty"), withIntermediateDirectories: true)
    try place.expectRefusal("evaluate", "model", "empty", exitCode: 1, naming: "empty", "is empty")
    try place.expectRefusal("evaluate", "model", "images/labels.txt", exitCode: 1, naming: "labels.txt", "not a folder")
  }

  @Test func `Where labels come from is said, in text and in JSON`() throws {
    for label in 0..<5 {
      try FileManager.default.createDirectory(atPath: place.path("classes/\(label)/more"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: place.path("images/image\(label).png"), toPath: place.path("classes/\(label)/more/x.png"))
      try FileManager.default.createSymbolicLink(
        atPath: place.path("classes/\(label)/gone.jpg"), withDestinationPath: "/nowhere/x.jpg")
    }
    try FileManager.default.createDirectory(atPath: place.path("classes/5"), withIntermediateDirectories: true)
    let text = try place.run("evaluate", "model", "classes", "--calibration", "calibration", "--limit", "3")
    #expect(text.exitCode == 0, "\(text.errorOutput)")
    #expect(text.output.contains("images       3 of 5 images, spread evenly over the classes (5 skipped)\n"))
    #expect(text.output.contains("labels       class folders, numbers\n"))
    #expect(text.output.contains("remark       the folder '5' holds no image\n"))
    #expect(text.output.contains("skipped      classes/0/gone.jpg is a link to a file that is not there"))
    let object = try place.run("evaluate", "model", "classes", "--calibration", "classes", "--json").json()
    #expect(object["labels"] as? String == "class folders, numbers")
    #expect((object["remarks"] as? [String])?.contains("the folder '5' holds no image") == true)
    #expect((object["skippedImages"] as? [String])?.count == 5)
  }

  @Test func `Images that only calibrate need no labels, those that are evaluated say that they have none`() throws {
    try FileManager.default.moveItem(atPath: place.path("calibration"), toPath: place.path("some"))
    try FileManager.default.createDirectory(atPath: place.path("calibration/tench"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: place.path("some"), toPath: place.path("calibration/shark"))
    try FileManager.default.copyItem(
      atPath: place.path("images/image0.png"), toPath: place.path("calibration/tench/x.png"))
    try FileManager.default.removeItem(atPath: place.path("images/labels.txt"))
    let text = try place.run("evaluate", "model", "images", "--calibration", "calibration")
    #expect(text.exitCode == 0, "\(text.errorOutput)")
    #expect(text.output.contains("labels       none\n") && !text.output.contains("top-1"))
    #expect(text.output.contains("calibration  9 images"))
    try place.expectRefusal(
      "evaluate", "model", "calibration", exitCode: 1, naming: "2 class folders for 5 classes", "add classes.tsv")
  }

  @Test func `Of thousands that are left out the first are printed`() throws {
    try FileManager.default.createDirectory(atPath: place.path("classes/0"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: place.path("images/image0.png"), toPath: place.path("classes/0/x.png"))
    for index in 0..<60 { try place.write("note", to: "classes/0/\(index).txt") }
    let text = try place.run("evaluate", "model", "classes", "--calibration", "calibration")
    #expect(text.output.contains("images       1 (60 skipped)\n"))
    #expect(text.output.split(separator: "\n").count { $0.hasPrefix("skipped  ") } == 21)
    #expect(text.output.contains("skipped      and 40 more; --json lists all"))
  }

  @Test func `A path that is no UTF-8 is refused with its bytes`() throws {
    let outcome = try Program.shell(#""$fqvit" evaluate model "$(printf 'caf\351')""#, in: place.folder.url.path)
    #expect(outcome.exitCode == 2 && outcome.errorOutput.contains(#"'caf\xE9' is not UTF-8"#), "\(outcome.errorOutput)")
  }

  @Test func `Class folders that do not match the model`() throws {
    for name in ["a", "b"] {
      try FileManager.default.createDirectory(atPath: place.path("classes/" + name), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: place.path("images/image0.png"), toPath: place.path("classes/\(name)/x.png"))
    }
    try place.expectRefusal("evaluate", "model", "classes", exitCode: 1, naming: "classes", "2 class folders", "5 classes")
  }
}
