package import Quantization

/// What the run loop is to do for the workbench; plain data, so that tests compare it.
package enum Effect: Hashable, Sendable {
  case evaluate(QuantizationConfiguration, run: Int)
  case cancelEvaluation
  /// Looks into the networks for a view; one at a time.
  case probe(ProbeRequest)
  /// Evaluates a configuration on the images that are held out.
  case confirm(QuantizationConfiguration)
  /// Answers, before the next key is handled, with the first name that is free.
  case proposePath(FileRequest.Kind)
  /// Answers, before the next key is handled, with what the path that is being typed may go on with.
  case completePath(String)
  /// Answers, before the next key is handled, with what stands at the path.
  case checkPath(FileRequest)
  /// Writes the file; the log's text is that of this moment.
  case write(FileRequest, text: String?)
  case suspend
  case quit
  case beep

  /// Whether it asks the disk, for an answer that another session may get differently, or ends the session.
  var isQuestion: Bool {
    switch self {
    case .proposePath, .completePath, .checkPath, .quit: true
    case .evaluate, .cancelEvaluation, .probe, .confirm, .write, .suspend, .beep: false
    }
  }
}
