/// What has to be said beside the figures of an evaluation, wherever they are shown, so that nobody takes them for more than
/// they are.
package enum EvaluationRemark: Hashable, Sendable {
  case labels(LabelSuspicion)
  /// The images that calibrate are among those that are evaluated.
  case calibratedOnEvaluationImages(count: Int)
  /// The run was chosen among others by its figure.
  case selection(SelectionRemark)
}

extension EvaluationRemark: CustomStringConvertible {
  /// One line.
  package var description: String {
    switch self {
    case .labels(let suspicion): suspicion.description
    case .calibratedOnEvaluationImages(let count):
      "calibrated on \(count) of the evaluation images: give --calibration other images for a fair figure"
    case .selection(let selection): selection.description
    }
  }
}
