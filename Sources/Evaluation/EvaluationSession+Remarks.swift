import Foundation
import Images
import Models

extension EvaluationSession {
  /// What has to be said of the figures, from what is known by now: the doubt about labels needs the float model's outcomes.
  ///
  /// - Parameter float: the float model on the evaluation images; nil before it has run.
  package func remarks(images: ImageSet, float: FloatReference?) -> [EvaluationRemark] {
    var remarks: [EvaluationRemark] = []
    if let float, let labels = images.labels,
      let suspicion = LabelSuspicion(
        predicted: float.outcomes.map(\.predicted), labels: labels, classCount: model.graph.classCount)
    {
      remarks.append(.labels(suspicion))
    }
    if let count = sharedCalibrationCount(images) { remarks.append(.calibratedOnEvaluationImages(count: count)) }
    return remarks
  }

  /// How many evaluation images calibrate; nil where none does.
  private func sharedCalibrationCount(_ images: ImageSet) -> Int? {
    guard source.calibratesOnEvaluationImages else { return nil }
    return source.calibrationPath == nil ? min(images.count, EvaluationSource.borrowedCalibrationCount) : images.count
  }
}
