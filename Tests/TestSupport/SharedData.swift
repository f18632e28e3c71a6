package import Foundation

/// The development data that is not part of the package: models, images and the authors' program's outputs.
///
/// Found at `$FQVIT_SHARED` or at `../shared` beside the package's root; tests that need it are skipped, by name, without it.
package enum SharedData {
  package static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["FQVIT_SHARED"] { return URL(fileURLWithPath: path) }
    return packageRoot.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  package static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  package static var isPresent: Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent("README.md").path)
  }

  package static func path(_ relative: String) -> String { root.appendingPathComponent(relative).path }
}
