import Foundation
import Testing

/// A folder of a test's own, removed with it.
final class TemporaryFolder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "/fqvit-tests-" + UUID().uuidString
    // A test without its folder fails at its first file.
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: [UInt8], as name: String) -> String {
    #expect(FileManager.default.createFile(atPath: file(name), contents: Data(bytes)))
    return file(name)
  }
}
