import Digests
import Evaluation
import Foundation
import Images
import Models
import TestSupport
import Testing

/// From configuration files to the network's input: the very pixels and numbers of timm and transformers.
@Suite struct PreprocessingCaseTests {
  /// The image that the cases' digests were computed of.
  private static func image(width: Int, height: Int) -> RGBImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<3 {
          let value = 3 * x * x + 5 * y * y + 7 * x * y * (c + 1) + x * (11 + c) + y * (17 - c) + 61 * c
          pixels.append(UInt8(truncatingIfNeeded: value / (3 + c)))
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  @Test(arguments: PreprocessingCase.all)
  func `Pixels and numbers are those of the library`(expected: PreprocessingCase) throws {
    let folder = TemporaryFolder()
    try Data(expected.configuration.utf8).write(to: folder.url.appendingPathComponent("config.json"))
    if let preprocessor = expected.preprocessor {
      try Data(preprocessor.utf8).write(to: folder.url.appendingPathComponent("preprocessor_config.json"))
    }
    // A source reads nothing of the weights.
    try Data().write(to: folder.url.appendingPathComponent("model.safetensors"))
    let specification = try ModelSource(path: folder.url.path).configuration.inputSpecification()
    #expect(specification.size == expected.size)
    let image = Self.image(width: expected.extents.width, height: expected.extents.height)
    let pixels = Preprocessing(specification).apply(image).pixels
    #expect(pixels.withUnsafeBytes { Digest(of: $0).description }.hasPrefix(expected.pixels))
    let input = ImageInput(specification: specification)
    var planes = [Float](repeating: 0, count: input.elementCount)
    input.write(pixels, into: &planes)
    #expect(planes.withUnsafeBytes { Digest(of: $0).description }.hasPrefix(expected.floats))
  }
}
