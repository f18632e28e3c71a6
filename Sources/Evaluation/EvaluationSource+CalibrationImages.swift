import Foundation

extension EvaluationSource {
  /// Whether the images that calibrate are those that are evaluated, as far as paths tell.
  var calibratesFromImagesPath: Bool {
    guard let path = calibrationPath else { return true }
    func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    return resolved(path) == resolved(imagesPath)
  }
}
