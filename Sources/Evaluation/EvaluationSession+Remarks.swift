import Images
import Graphs
import Models

extension EvaluationSession {
  /// What has to be said of the figures, from what is known by now: the doubt about labels needs the float model's outcomes.
  ///
  /// - Parameter float: the float model on the evaluation images; nil before it has run.
  package func remarks(images: ImageSet, float: FloatReference?) -> [EvaluationRemark] {
    var remarks: [EvaluationRemark] = []
    if let float, let labels = images.labels,
      let suspicion = LabelSuspicion(
        predicted: float.outcomes.map(\.predicted), labels: labels, classCount: model.graph.resultCount)
    {
      remarks.append(.labels(suspicion))
    }
    if calibratesOnEvaluationImages {
      let most = source.calibrationPath == nil ? EvaluationSource.borrowedCalibrationCount : .max
      remarks.append(
        .calibratedOnEvaluationImages(count: sharedCalibrationCount ?? min(images.count, most)))
    }
    return remarks
  }
}
