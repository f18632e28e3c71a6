import SystemPackage

/// Something in an image folder that is left out, and why.
package struct SkippedImage: Hashable, Sendable, CustomStringConvertible {
  /// For one line on a screen.
  package let path: String
  /// To follow the path.
  package let reason: String

  init(path: FilePath, reason: String) {
    self.path = path.printable
    self.reason = reason
  }

  package var description: String { "\(path) \(reason)" }
}
