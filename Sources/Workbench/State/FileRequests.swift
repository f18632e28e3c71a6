package import Quantization

/// The files that are written, wait, or were exported.
package struct FileRequests: Hashable, Sendable {
  /// The configuration as it was last exported; nil before.
  package var exported: QuantizationConfiguration?
  /// What is being written now, oldest first.
  package var pending: [FileRequest] = []
  /// Why files were not written, oldest first, as it was said.
  package var failures: [String] = []
  /// The export that waits for the figures of its configuration.
  package var awaiting: FileRequest?

  package init() {}
}
