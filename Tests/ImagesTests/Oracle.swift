import Foundation
import Images
import Tensors
import TestSupport

/// What Pillow 13 and torchvision 0.29 made of the development data.
enum Oracle {
  static let imageNames =
    ((try? FileManager.default.contentsOfDirectory(atPath: SharedData.path("images"))) ?? [])
    .filter { $0.hasSuffix(".jpg") || $0.hasSuffix(".png") }.sorted()

  static let preprocessedNames = (try? preprocessed().names) ?? []

  static func images() throws -> SafetensorsFile {
    try SafetensorsFile(path: SharedData.path("images/expected.safetensors"))
  }

  static func preprocessed() throws -> SafetensorsFile {
    try SafetensorsFile(path: SharedData.path("reference/preprocessed.safetensors"))
  }

  /// What the models of the development data want.
  static let preprocessing = Preprocessing(
    inputHeight: 224, inputWidth: 224,
    resizeShortSide: 256, interpolation: .bicubic,
    mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225])
}

extension SafetensorsFile {
  /// A tensor [height, width, 3] of bytes, or nil where there is none.
  func image(_ name: String) throws -> RGBImage? {
    guard let extents = shape(of: name)?.dimensions else { return nil }
    return RGBImage(width: extents[1], height: extents[0], pixels: try bytes(name))
  }
}
