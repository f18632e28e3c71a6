import Foundation
import TestSupport
import Testing
import Workbench

/// README is what a newcomer reads, so what it says of the program is held against the program.
struct ReadmeTests {
  private static let path = SharedData.packageRoot.appendingPathComponent("README.md")
  private static let keysPath = SharedData.packageRoot.appendingPathComponent("Sources/Workbench/README.md")
  private static let opening = "<!-- keys -->\n"
  private static let closing = "\n<!-- /keys -->"

  /// `FQVIT_RECORD_SCREENS=1` writes the table anew; recording fails, so that it is looked at.
  @Test func `The table of keys is the command table`() throws {
    var text = try String(contentsOf: Self.keysPath, encoding: .utf8)
    let start = try #require(text.range(of: Self.opening)).upperBound
    let end = try #require(text.range(of: Self.closing)).lowerBound
    if ProcessInfo.processInfo.environment["FQVIT_RECORD_SCREENS"] == "1" {
      text.replaceSubrange(start..<max(start, end), with: Command.keyTableMarkdown)
      try text.write(to: Self.keysPath, atomically: true, encoding: .utf8)
      Issue.record("the table was written anew: read it, then run without FQVIT_RECORD_SCREENS")
      return
    }
    #expect(text[start..<end] == Command.keyTableMarkdown)
  }

  @Test func `CI runs the test command of README`() throws {
    let text = try String(contentsOf: Self.path, encoding: .utf8)
    let commands = text.split(separator: "\n").filter { $0.hasPrefix("sh .ci/setup && swift test") }
    #expect(commands.count == 1, "exactly one line, which .ci/run reads")
  }
}
