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
  /// A file, about which nothing is asked.
  case write(FileRequest)
  case resize(Size)
  case service(ServiceEvent)
  case probed(ProbeRequest, ProbeAnswer)
  case confirmed(QuantizationConfiguration, Confirmations.Answer)
  case pathProposed(FileRequest.Kind, String)
  /// The names that a typed path can go on with, each in full.
  case pathCompleted(String, [String])
  case pathChecked(FileRequest, PathFinding)
  /// Nil failure: the file is there.
  case fileWritten(FileRequest, failure: String?)
  /// The notice has been on screen for as long as it is meant to be.
  case noticeExpired
  /// A signal asks the program to end.
  case interrupted
}
