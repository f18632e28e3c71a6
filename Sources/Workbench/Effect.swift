package import Quantization

/// What the run loop is to do for the workbench; plain data, so that tests compare it.
package enum Effect: Hashable, Sendable {
  case evaluate(QuantizationConfiguration, run: Int)
  case cancelEvaluation
  /// Looks into the networks for a view; one at a time.
  case probe(ProbeRequest)
  /// Evaluates a configuration on the images that are held out.
  case confirm(QuantizationConfiguration)
  /// Answers at once with the first name that is free.
  case proposePath(FileRequest.Kind)
  /// Answers at once with what the path that is being typed may go on with.
  case completePath(String)
  /// Answers at once with what stands at the path.
  case checkPath(FileRequest)
  /// Writes the file; the log's text is that of this moment.
  case write(FileRequest, text: String?)
  case suspend
  case quit
  case beep
}
