import Images
import TestSupport
import Testing

@Suite struct ResamplingTests {
  private func noise(width: Int, height: Int, _ generator: inout SeededGenerator) -> RGBImage {
    RGBImage(
      width: width, height: height,
      pixels: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"), arguments: Oracle.imageNames)
  func pixelsAreThoseOfPillow(name: String) throws {
    let oracle = try Oracle.images()
    let source = try #require(try oracle.image(name + "/decoded"))
    // Two of the images are too long for a whole resize to be worth its bytes; their crops are tested.
    guard let expected = try oracle.image(name + "/resized256") else { return }
    let extents = Oracle.preprocessing.resizing.extents(width: source.width, height: source.height)
    #expect(extents == (expected.width, expected.height))
    #expect(Resampling.resize(source, width: extents.width, height: extents.height, .bicubic) == expected)
  }

  @Test(arguments: Interpolation.allCases)
  func theSameExtentsGiveTheSamePixels(interpolation: Interpolation) {
    var generator = SeededGenerator(seed: 1)
    let image = noise(width: 9, height: 7, &generator)
    #expect(Resampling.resize(image, width: 9, height: 7, interpolation) == image)
  }

  @Test(arguments: Interpolation.allCases)
  func aConstantImageStaysConstant(interpolation: Interpolation) {
    var generator = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
    let seed = generator.seed
    for value in [UInt8(0), 1, 127, 254, 255] {
      let (width, height) = (Int.random(in: 1...60, using: &generator), Int.random(in: 1...60, using: &generator))
      let image = RGBImage(width: 20, height: 30, pixels: [UInt8](repeating: value, count: 1800))
      let resized = Resampling.resize(image, width: width, height: height, interpolation)
      #expect(resized.pixels.allSatisfy { $0 == value }, "seed \(seed), \(width) × \(height)")
    }
  }

  @Test(arguments: Interpolation.allCases)
  func aWindowIsAPartOfTheWhole(interpolation: Interpolation) {
    var generator = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
    let seed = generator.seed
    for _ in 0..<10 {
      let image = noise(
        width: Int.random(in: 1...40, using: &generator), height: Int.random(in: 1...40, using: &generator), &generator)
      let (width, height) = (Int.random(in: 1...50, using: &generator), Int.random(in: 1...50, using: &generator))
      let left = Int.random(in: 0..<width, using: &generator)
      let top = Int.random(in: 0..<height, using: &generator)
      let window = PixelRectangle(
        left: left, top: top, width: Int.random(in: 1...width - left, using: &generator),
        height: Int.random(in: 1...height - top, using: &generator))
      let whole = Resampling.resize(image, width: width, height: height, interpolation)
      let part = Resampling.resize(image, width: width, height: height, interpolation, window: window)
      var expected: [UInt8] = []
      for row in top..<top + window.height {
        let offset = (row * width + left) * 3
        expected += whole.pixels[offset..<offset + window.width * 3]
      }
      #expect(part.pixels == expected, "seed \(seed), \(width) × \(height), \(window)")
    }
  }

  // The expectations below were computed by Pillow 13.
  private static let smallExpectations: [Interpolation: [UInt8]] = [
    .nearest: [0, 255, 10, 10, 200, 60, 140, 220, 220, 5, 100, 0, 255, 255, 255],
    .box: [0, 255, 10, 10, 200, 75, 85, 238, 238, 3, 100, 0, 255, 255, 255],
    .bilinear: [27, 140, 136, 100, 140, 75, 82, 162, 168, 3, 88, 56, 144, 226, 180],
    .hamming: [14, 194, 134, 63, 169, 75, 84, 162, 209, 3, 94, 31, 136, 246, 216],
    .bicubic: [17, 154, 139, 86, 153, 77, 69, 179, 188, 0, 90, 40, 143, 244, 192],
    .lanczos: [14, 150, 141, 82, 162, 81, 54, 202, 190, 0, 92, 39, 144, 247, 192],
  ]

  @Test(arguments: Interpolation.allCases)
  func smallExamples(interpolation: Interpolation) throws {
    let expected = try #require(Self.smallExpectations[interpolation])
    let values: [UInt8] = [0, 255, 10, 200, 90, 30, 255, 0, 60, 140, 220, 5, 100, 0, 255, 255]
    let image = RGBImage(width: 4, height: 4, pixels: values.flatMap { [$0, $0, $0] })
    let resized = Resampling.resize(image, width: 5, height: 3, interpolation)
    #expect(resized.pixels == expected.flatMap { [$0, $0, $0] })
  }
}
