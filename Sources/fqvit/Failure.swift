import Glibc
import Texts

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

  /// The message as one line that a terminal shows and does not obey, and no longer than a screen, whatever names it quotes.
  var line: String { message.printable(limit: 2000) }

  /// Runs work of the engine, whose errors carry the line to show.
  static func reporting<Value>(_ work: () throws -> Value) throws(Failure) -> Value {
    do { return try work() } catch let failure as Failure { throw failure } catch { throw .failed("\(error)") }
  }
}
