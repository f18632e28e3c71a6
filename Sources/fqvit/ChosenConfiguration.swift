import Evaluation
import Quantization

/// What the options of a command line choose.
struct ChosenConfiguration {
  let configuration: QuantizationConfiguration
  /// The exported file whose numbers are used; nil where a calibration gives them.
  let export: ConfigurationExport?
  /// What `--configuration` names.
  let file: ConfigurationFile?
}
