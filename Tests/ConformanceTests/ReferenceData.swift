import Evaluation
import Foundation
import Models
import Quantization
import Tensors
import TestSupport

/// The outputs of the method's authors' program, and this engine on the same model and images.
enum ReferenceData {
  static let modelPath = SharedData.path("models/deit_tiny_patch16_224")
  static let validationPath = SharedData.path("imagenet/validation")
  static let calibrationPath = SharedData.path("imagenet/calibration")

  static func file(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(path: SharedData.path("reference/\(name).safetensors"))
  }

  /// One session for all tests: images are decoded once, calibrations found once.
  static let session: Result<EvaluationSession, any Error> = Result {
    EvaluationSession(
      model: try Model(folder: modelPath),
      source: EvaluationSource(
        imagesPath: validationPath, calibrationPath: calibrationPath,
        calibrationOrderPath: SharedData.path("reference/calibration-order.txt"), mode: .reference,
        threadCount: ProcessInfo.processInfo.activeProcessorCount))
  }

  static func configuration(_ graph: ModelGraph, observer: ObserverKind = .minmax, pts: Bool, lis: Bool)
    -> QuantizationConfiguration
  {
    var configuration = QuantizationConfiguration.base
    configuration.observer = observer
    for site in graph.sites {
      if pts, site.role == .normInput { configuration.set(.powersOfTwoScale(bits: 8), at: site) }
      if lis, site.role == .attention { configuration.set(.logIntSoftmax(bits: 4), at: site) }
    }
    return configuration
  }
}
