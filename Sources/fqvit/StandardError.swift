import Foundation
import Tensors
import Texts

/// Messages for the person, apart from the output that a program may read; nothing that a terminal would obey leaves here.
enum StandardError {
  /// Writes what can be written: where standard error is closed or full, nobody is left to be told.
  static func write(_ text: String) { _ = Descriptor.write(text.printableLines, to: STDERR_FILENO) }

  /// Writes a line over the last one of its kind, for a terminal; an empty one takes the last one away.
  static func overwrite(_ text: String) {
    let line = text.printable(limit: max(3, columnCount - 1))
    _ = Descriptor.write("\r\u{1B}[K" + line, to: STDERR_FILENO)
  }

  /// How many columns the terminal has; a longer line would break, and could not be overwritten.
  private static var columnCount: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  static let isTerminal = isatty(STDERR_FILENO) == 1
}
