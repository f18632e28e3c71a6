import Foundation

/// Messages for the person, apart from the output that a program may read.
enum StandardError {
  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  static let isTerminal = isatty(STDERR_FILENO) == 1
}
