import Glibc

/// What ends a command early: the line to show and the exit code.
struct Failure: Error {
  let message: String
  let exitCode: Int32

  /// The reader of standard output has left, as `head` does: nothing to say, and the exit code of a SIGPIPE.
  static let readerGone = Failure(message: "", exitCode: 128 + SIGPIPE)

  /// The work failed.
  static func failed(_ message: String) -> Failure { Failure(message: message, exitCode: 1) }
  /// The command was used wrongly.
  static func wrongUse(_ message: String) -> Failure { Failure(message: message, exitCode: 2) }

  /// The message as one line of plain text, whatever stands in the names that it quotes.
  ///
  /// A file or tensor may be named with line breaks or escape sequences, which a terminal would obey.
  var line: String {
    String(
      String.UnicodeScalarView(
        message.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }

  /// Runs work of the engine, whose errors carry the line to show.
  static func reporting<Value>(_ work: () throws -> Value) throws(Failure) -> Value {
    do { return try work() } catch let failure as Failure { throw failure } catch { throw .failed("\(error)") }
  }
}
