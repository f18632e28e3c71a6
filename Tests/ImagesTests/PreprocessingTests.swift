import Images
import Tensors
import TestSupport
import Testing

@Suite struct PreprocessingTests {
  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"), arguments: Oracle.imageNames)
  func cropsAreThoseOfTorchvision(name: String) throws {
    let oracle = try Oracle.images()
    let source = try #require(try oracle.image(name + "/decoded"))
    #expect(Oracle.preprocessing.apply(source) == (try oracle.image(name + "/crop224")))
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"), arguments: Oracle.preprocessedNames)
  func fromFileToPixelsAsTheReferenceProgram(name: String) throws {
    let image = try ImageDecoder.decode(path: SharedData.path("imagenet/" + name))
    #expect(Oracle.preprocessing.apply(image) == (try Oracle.preprocessed().image(name)))
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"))
  func fromFileToFloatsAsTheReferenceProgram() throws {
    let images = try LabelledImages(folder: SharedData.path("imagenet/validation"), classCount: 1000)
    let pixels = Oracle.preprocessing.apply(try ImageDecoder.decode(path: images.images[0].path)).pixels
    let input = try SafetensorsFile(path: SharedData.path("reference/sites-minmax-ptf1-lis1.safetensors"))
      .tensor("input")
    var floats = [Float](repeating: 0, count: pixels.count)
    Oracle.preprocessing.normalize(pixels, into: &floats)
    #expect(zip(floats, input.elements).count { $0 != $1 } == 0)
  }

  @Test func theShortSideIsFoundFromTheCropFraction() {
    #expect(Preprocessing.resizeShortSide(inputSide: 224, cropFraction: 0.875) == 256)
    #expect(Preprocessing.resizeShortSide(inputSide: 224, cropFraction: 0.9) == 248)
    #expect(Preprocessing.resizeShortSide(inputSide: 384, cropFraction: 1) == 384)
  }

  @Test func theLongSideLosesItsFraction() {
    #expect(Oracle.preprocessing.resizedExtents(width: 500, height: 375) == (341, 256))
    #expect(Oracle.preprocessing.resizedExtents(width: 33, height: 900) == (256, 6981))
    #expect(Oracle.preprocessing.resizedExtents(width: 80, height: 80) == (256, 256))
  }

  private func crop(_ extents: (width: Int, height: Int), to side: Int, shortSide: Int) -> [UInt8] {
    // Each pixel's red is its column, its green its row.
    var pixels: [UInt8] = []
    for row in 0..<extents.height {
      for column in 0..<extents.width { pixels += [UInt8(column), UInt8(row), 7] }
    }
    return Preprocessing(
      inputHeight: side, inputWidth: side, resizeShortSide: shortSide, interpolation: .bicubic, mean: [0, 0, 0],
      standardDeviation: [1, 1, 1]
    ).apply(RGBImage(width: extents.width, height: extents.height, pixels: pixels)).pixels
  }

  @Test func halfAPixelIsRoundedToTheEvenOne() {
    // (5 − 4) / 2 = 0.5 begins at 0, (7 − 4) / 2 = 1.5 at 2.
    #expect(crop((5, 7), to: 4, shortSide: 5)[..<3] == [0, 2, 7])
  }

  @Test func anImageSmallerThanTheCropGetsABlackBorder() {
    let pixels = crop((2, 2), to: 5, shortSide: 2)
    #expect(pixels[..<15].allSatisfy { $0 == 0 })
    #expect(pixels[15..<30] == [0, 0, 0, 0, 0, 7, 1, 0, 7, 0, 0, 0, 0, 0, 0])
    #expect(pixels[45...].allSatisfy { $0 == 0 })
  }
}
