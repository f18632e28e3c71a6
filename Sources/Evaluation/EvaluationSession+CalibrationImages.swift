import Foundation

extension EvaluationSession {
  /// Whether images that calibrate are evaluated too, as far as paths tell: then the figures flatter.
  package var calibratesOnEvaluationImages: Bool {
    guard let path = source.calibrationPath else { return true }
    func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    return resolved(path) == resolved(source.imagesPath)
  }
}
