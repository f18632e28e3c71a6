import Foundation

extension EvaluationSource {
  /// Whether images that calibrate are evaluated too, as far as paths tell: then the figures flatter.
  package var calibratesOnEvaluationImages: Bool {
    guard let path = calibrationPath else { return true }
    func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    return resolved(path) == resolved(imagesPath)
  }
}
