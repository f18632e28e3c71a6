package import Evaluation
package import Quantization
package import Terminal

/// What can happen to the workbench.
package enum Message: Sendable {
  /// The first message of a session: starts the first evaluation.
  case started
  case key(Key)
  /// A step of a script: a command by its name, a row by its name, a configuration.
  case command(String)
  case goTo(row: String)
  case configure(QuantizationConfiguration)
  case resize(Size)
  case service(ServiceEvent)
  case probed(ProbeRequest, ProbeAnswer)
  /// Nil failure: the file is there.
  case exportFinished(path: String, failure: String?)
  case screenWritten(path: String, failure: String?)
  case logWritten(path: String, failure: String?)
  /// A signal asks the program to end.
  case interrupted
}
