import Foundation
import Images
import Synchronization
import TestSupport
import Testing

/// Damage that nobody thought of: an image or an error that names the file, never a crash and never a lack of memory.
@Suite struct MutatedImageTests {
  let folder = TemporaryFolder()
  private let preprocessing = Preprocessing(
    inputHeight: 8, inputWidth: 8, resizeShortSide: 8, interpolation: .bicubic, mean: [0, 0, 0],
    standardDeviation: [1, 1, 1])

  /// Decodes up to 300 rows, so that extents that grew cost no minutes.
  private func decode(_ bytes: [UInt8], _ comment: @autoclosure () -> Comment) {
    let path = folder.write(bytes, as: "mutated")
    var rowCount = 0
    do throws(ImageError) {
      let image = try ImageDecoder.preprocess(path: path, preprocessing) {
        rowCount += 1
        return rowCount > 300
      }
      #expect(image == nil || image?.pixels.count == 192, comment())
    } catch {
      #expect(error.description.contains(path), comment())
      #expect(!error.isOfTheMachine, comment())
    }
  }

  @Test(arguments: SmallImage.all)
  func anyByteMayBeWrong(image: SmallImage) {
    var generator = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
    let seed = generator.seed
    for round in 0..<120 {
      var bytes = image.file
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        // Not the four that tell the format.
        let position = Int.random(in: 4..<bytes.count, using: &generator)
        let edges: [UInt8] = [0, 1, 127, 128, 255]
        bytes[position] =
          Bool.random(using: &generator) ? edges.randomElement(using: &generator)! : .random(in: 0...255, using: &generator)
      }
      if round % 4 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count / 2, using: &generator)) }
      decode(bytes, "seed \(seed), round \(round)")
    }
  }

  /// Whose checksums are right, so that libpng looks further.
  @Test func anyPNGHeaderMayBeWrong() {
    var generator = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
    let seed = generator.seed
    for round in 0..<400 {
      var png = PNGBuilder(
        width: Int.random(in: 0...40, using: &generator), height: Int.random(in: 0...40, using: &generator),
        bitDepth: [1, 2, 4, 8, 16, 3].randomElement(using: &generator)!, colorType: .random(in: 0...7, using: &generator),
        lines: [(0..<Int.random(in: 0...900, using: &generator)).map { _ in UInt8.random(in: 0...4, using: &generator) }])
      png.isInterlaced = Bool.random(using: &generator)
      if Bool.random(using: &generator) {
        png.palette = [UInt8](repeating: 9, count: Int.random(in: 0...800, using: &generator))
      }
      if Bool.random(using: &generator) {
        png.transparency = [UInt8](repeating: 9, count: Int.random(in: 0...300, using: &generator))
      }
      decode(png.bytes, "seed \(seed), round \(round)")
    }
  }

  @Test(
    .enabled(if: SharedData.isPresent, "needs ../shared"),
    arguments: ["tiny.jpg", "odd.jpg", "progressive.jpg", "cmyk.jpg", "palette.png", "alpha.png"])
  func aPhotographsHeaderMayBeWrong(name: String) throws {
    var generator = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
    let seed = generator.seed
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: SharedData.path("images/" + name))))
    for round in 0..<60 {
      var bytes = whole
      let end = round % 3 == 0 ? bytes.count : min(bytes.count, 700)
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        bytes[Int.random(in: 8..<end, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      decode(bytes, "seed \(seed), round \(round)")
    }
  }
}
