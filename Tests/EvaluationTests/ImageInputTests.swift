import Evaluation
import Models
import TestSupport
import Testing

@Suite struct ImageInputTests {
  private let input: ImageInput
  private let specification: InputSpecification

  init() throws {
    specification = try TinyBench(imageCount: 1).model.input
    input = ImageInput(specification: specification)
  }

  @Test func `Pixels become planes, normalized colour by colour`() {
    var generator = SeededGenerator(seed: 5)
    let size = TinyModel.imageSize
    let pixels = (0..<3 * size * size).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var planes = [Float](repeating: 0, count: input.elementCount)
    input.write(pixels, into: &planes)
    for colour in 0..<3 {
      for index in 0..<size * size {
        let expected =
          (Float(pixels[3 * index + colour]) / 255 - specification.mean[colour])
          / specification.standardDeviation[colour]
        #expect(planes[colour * size * size + index] == expected, "seed \(generator.seed)")
      }
    }
  }

  @Test func `Black and white by hand`() {
    var pixels = [UInt8](repeating: 0, count: input.elementCount)
    pixels[1] = 255
    var planes = [Float](repeating: 9, count: input.elementCount)
    input.write(pixels, into: &planes)
    // (0 − 0.5) / 0.25 and (1 − 0.5) / 0.25.
    #expect(planes[0] == -2)
    #expect(planes[TinyModel.imageSize * TinyModel.imageSize] == 2)
  }

  @Test(arguments: [1, 2, 4, 8, 16])
  func `Patches are gathered pixel by pixel, colours side by side`(patchSize: Int) {
    let size = TinyModel.imageSize
    let planes = (0..<input.elementCount).map(Float.init)
    var patches = [Float](repeating: -1, count: input.elementCount)
    input.gatherPatches(planes, patchSize: patchSize, into: &patches)
    let side = size / patchSize
    var index = 0
    for patch in 0..<side * side {
      for row in 0..<patchSize {
        for column in 0..<patchSize {
          for colour in 0..<3 {
            let y = patch / side * patchSize + row
            let x = patch % side * patchSize + column
            #expect(patches[index] == Float((colour * size + y) * size + x))
            index += 1
          }
        }
      }
    }
    #expect(index == input.elementCount)
  }

  /// Elements that tell their own place: the weight's order follows the patches'.
  @Test(arguments: [1, 2, 4])
  func `A convolution's weight is put in the patches' order`(patchSize: Int) {
    let outputs = 3
    let area = patchSize * patchSize
    let weight = (0..<outputs * 3 * area).map(Float.init)
    let reordered = ImageInput.patchWeight(weight, patchSize: patchSize)
    for output in 0..<outputs {
      for pixel in 0..<area {
        for colour in 0..<3 {
          #expect(reordered[(output * area + pixel) * 3 + colour] == Float((output * 3 + colour) * area + pixel))
        }
      }
    }
  }
}
