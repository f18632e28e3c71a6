import Foundation
import Terminal
import Testing

/// Compares a screen with the file that holds it; `FQVIT_RECORD_SCREENS=1` writes the file, and the test fails.
enum GoldenScreen {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Screens")

  static func check(
    _ buffer: CellBuffer, _ name: String, withStyles: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let text = (withStyles ? buffer.styledText : buffer.text) + "\n"
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["FQVIT_RECORD_SCREENS"] == "1" {
      do {
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record(
          "recorded \(name): look at it, then run without FQVIT_RECORD_SCREENS", sourceLocation: sourceLocation)
      } catch {
        Issue.record("\(name) could not be recorded: \(error)", sourceLocation: sourceLocation)
      }
      return
    }
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record("no screen is recorded as \(name)", sourceLocation: sourceLocation)
      return
    }
    #expect(text == expected, "the screen differs from Screens/\(name).txt", sourceLocation: sourceLocation)
  }
}
