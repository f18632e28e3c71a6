package import Foundation

/// A folder of a test's own, removed with the value that holds it.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("fqvit-test-\(UUID().uuidString)")
    // A test without its folder fails at its first file.
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package var path: String { url.path }

  package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a file and returns its path.
  package func write(_ bytes: [UInt8], as name: String) -> String {
    precondition(FileManager.default.createFile(atPath: path(name), contents: Data(bytes)), "\(name) was not written")
    return path(name)
  }
}
