package import Evaluation
package import Terminal

/// What can happen to the workbench.
package enum Message: Sendable {
  /// The first message of a session: starts the first evaluation.
  case started
  case key(Key)
  case resize(Size)
  case service(ServiceEvent)
  /// Nil failure: the file is there.
  case exportFinished(path: String, failure: String?)
  case screenWritten(path: String, failure: String?)
  /// A signal asks the program to end.
  case interrupted
}
