import Foundation
import TestSupport
import Testing

/// A folder with a tiny model and small images to run the program on, removed with the value.
final class Workplace: Sendable {
  let folder: TemporaryFolder

  init(imageCount: Int = 12) throws {
    folder = TemporaryFolder()
    _ = try TinyModel.write(to: folder.url.appendingPathComponent("model"))
    try TestImage.writeFolder(
      folder.url.appendingPathComponent("images"), count: imageCount, side: 20, classCount: TinyModel.classCount)
    try TestImage.writeFolder(
      folder.url.appendingPathComponent("calibration"), count: 8, side: 20, classCount: TinyModel.classCount, seed: 11)
  }

  var model: String { path("model") }
  var images: String { path("images") }
  var calibration: String { path("calibration") }

  func path(_ name: String) -> String { folder.path(name) }

  /// Every file and folder in it, hidden ones too: what a failed command must leave as it was.
  var listing: [String] {
    (FileManager.default.enumerator(atPath: folder.url.path)?.allObjects as? [String] ?? []).sorted()
  }

  /// Lists every image of a folder under `count` names, so that the work on it takes its time.
  func repeatImages(of name: String, count: Int) throws {
    var list = ""
    for line in try read(name + "/labels.txt").split(separator: "\n") {
      let parts = line.split(separator: " ")
      for copy in 0..<count {
        let link = "\(copy)-\(parts[0])"
        try FileManager.default.createSymbolicLink(
          atPath: path(name + "/" + link), withDestinationPath: String(parts[0]))
        list += "\(link) \(parts[1])\n"
      }
    }
    try write(list, to: name + "/labels.txt")
  }

  func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path(name))) }

  func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  /// Runs the program in this folder.
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(
      executable: Program.path, arguments: arguments, in: folder.url.path, environment: environment)
  }

  /// Expects the program to refuse `arguments`: one line that names `parts`, nothing on standard output, nothing left behind.
  func expectRefusal(
    _ arguments: String..., exitCode: Int32, naming parts: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = listing
    let outcome = try Program.run(executable: Program.path, arguments: arguments, in: folder.url.path)
    outcome.expectRefusal(exitCode: exitCode, naming: parts, sourceLocation: sourceLocation)
    #expect(listing == before, sourceLocation: sourceLocation)
  }
}

extension Program.Outcome {
  /// One line on standard error that names every part, and nothing else.
  func expectRefusal(exitCode: Int32, naming parts: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(self.exitCode == exitCode && !isSignal, "\(errorOutput)", sourceLocation: sourceLocation)
    #expect(output == "", sourceLocation: sourceLocation)
    #expect(errorLines.count == 1, "\(errorOutput)", sourceLocation: sourceLocation)
    #expect(errorOutput.hasPrefix("fqvit: ") && errorOutput.hasSuffix("\n"), sourceLocation: sourceLocation)
    for part in parts {
      #expect(errorOutput.contains(part), "\(errorOutput)", sourceLocation: sourceLocation)
    }
  }
}
