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

  @Test func theLongSideLosesItsFraction() {
    #expect(Oracle.preprocessing.resizing.extents(width: 500, height: 375) == (341, 256))
    #expect(Oracle.preprocessing.resizing.extents(width: 33, height: 900) == (256, 6981))
    #expect(Oracle.preprocessing.resizing.extents(width: 80, height: 80) == (256, 256))
  }

  /// As timm and transformers compute them.
  @Test(arguments: [
    (Resizing.shortSideWithin(40, longSide: 50), 97, 64, 49, 33), (.shortSideWithin(40, longSide: 100), 97, 64, 60, 40),
    (.within(width: 37, height: 37), 97, 64, 37, 24), (.within(width: 37, height: 37), 1, 1000, 1, 37),
    (.exactly(width: 3, height: 9), 97, 64, 3, 9), (.none, 97, 64, 97, 64),
  ])
  func extentsAfterTheResize(_ resizing: Resizing, width: Int, height: Int, newWidth: Int, newHeight: Int) {
    #expect(resizing.extents(width: width, height: height) == (newWidth, newHeight))
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
