package import Quantization

/// What the run loop is to do for the workbench; plain data, so that tests compare it.
package enum Effect: Hashable, Sendable {
  case evaluate(QuantizationConfiguration, run: Int)
  case cancelEvaluation
  /// Looks into the networks for a view; one at a time.
  case probe(ProbeRequest)
  case export(path: String, QuantizationConfiguration)
  /// The picture of the screen, as SVG where the path ends in `.svg`, else as text.
  case writeScreen(path: String)
  case writeLog(path: String, text: String)
  case suspend
  case quit
  case beep
}
