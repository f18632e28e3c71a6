import Evaluation
import Models

/// What ends a command early: the line to show and the exit code.
struct Failure: Error {
  let message: String
  let exitCode: Int32

  /// The work failed.
  static func failed(_ message: String) -> Failure { Failure(message: message, exitCode: 1) }
  /// The command was used wrongly.
  static func wrongUse(_ message: String) -> Failure { Failure(message: message, exitCode: 2) }

  /// Runs work of the engine, whose errors carry the line to show.
  static func reporting<Value>(_ work: () throws -> Value) throws(Failure) -> Value {
    do { return try work() } catch let failure as Failure { throw failure } catch { throw .failed("\(error)") }
  }
}
