extension EvaluationSession {
  /// How many evaluation images calibrate too, told by their contents, wherever they lie; nil before both sets were looked at.
  var sharedCalibrationCount: Int? {
    guard let evaluated = evaluationSet.contentDigests, let calibrating = calibrationSet.contentDigests else { return nil }
    let known = Set(calibrating)
    return evaluated.count(where: known.contains)
  }

  /// Whether images that calibrate are evaluated too: then the figures flatter. Before the sets are looked at, by their paths.
  package var calibratesOnEvaluationImages: Bool {
    if let count = sharedCalibrationCount { return count > 0 }
    return source.calibratesFromImagesPath
  }
}
