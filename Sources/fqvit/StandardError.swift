import Foundation

/// Messages for the person, apart from the output that a program may read.
enum StandardError {
  /// Writes what can be written: where standard error is closed or full, nobody is left to be told.
  static func write(_ text: String) { _ = Descriptor.write(text, to: STDERR_FILENO) }

  static let isTerminal = isatty(STDERR_FILENO) == 1
}
