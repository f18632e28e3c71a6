package import Quantization

/// The files that are written, wait, or were exported.
package struct FileRequests: Hashable, Sendable {
  /// The configuration as it was last exported; nil before.
  package var exported: QuantizationConfiguration?
  /// What is being written now, oldest first.
  package var pending: [FileRequest] = []
  /// Why files were not written, oldest first, as it was said.
  package var failures: [String] = []
  /// Exports that wait for the figures of their configurations, oldest first.
  package var awaiting: [FileRequest] = []

  package init() {}

  /// What waits, in words; nil where nothing does.
  var awaitingText: String? {
    guard let first = awaiting.first else { return nil }
    return awaiting.count == 1
      ? "\(first.path) still waits for its figures"
      : "\(first.path) and \(awaiting.count - 1) more exports still wait for their figures"
  }
}
