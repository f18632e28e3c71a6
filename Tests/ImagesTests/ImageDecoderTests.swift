import Foundation
import Images
import TestSupport
import Testing

@Suite struct ImageDecoderTests {
  let folder = TemporaryFolder()

  private func decode(_ bytes: [UInt8]) throws(ImageError) -> RGBImage {
    try ImageDecoder.decode(path: folder.write(bytes, as: "image"))
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"), arguments: Oracle.imageNames)
  func pixelsAreThoseOfPillow(name: String) throws {
    let expected = try #require(try Oracle.images().image(name + "/decoded"))
    let image = try ImageDecoder.decode(path: SharedData.path("images/" + name))
    #expect((image.width, image.height) == (expected.width, expected.height))
    #expect(zip(image.pixels, expected.pixels).count { $0 != $1 } == 0)
  }

  // The expectations below were computed by Pillow 13 from the same bytes.

  @Test func sixteenBitGreyIsClipped() throws {
    let png = PNGBuilder(width: 4, height: 1, bitDepth: 16, colorType: 0, lines: [[0, 5, 0, 255, 1, 0, 255, 255]])
    #expect(try decode(png.bytes).pixels == [5, 255, 255, 255].flatMap { [$0, $0, $0] })
  }

  @Test func otherSixteenBitKindsKeepTheirHighBytes() throws {
    let rgb = PNGBuilder(width: 1, height: 1, bitDepth: 16, colorType: 2, lines: [[0x12, 0x80, 0x01, 0xFF, 0xFF, 0]])
    #expect(try decode(rgb.bytes).pixels == [0x12, 0x01, 0xFF])
    let greyAlpha = PNGBuilder(width: 1, height: 1, bitDepth: 16, colorType: 4, lines: [[0x34, 0xFF, 0, 5]])
    #expect(try decode(greyAlpha.bytes).pixels == [0x34, 0x34, 0x34])
    let rgba = PNGBuilder(width: 1, height: 1, bitDepth: 16, colorType: 6, lines: [[1, 9, 2, 9, 3, 9, 4, 9]])
    #expect(try decode(rgba.bytes).pixels == [1, 2, 3])
  }

  @Test func alphaIsDropped() throws {
    let rgba = PNGBuilder(width: 2, height: 1, bitDepth: 8, colorType: 6, lines: [[1, 2, 3, 0, 4, 5, 6, 128]])
    #expect(try decode(rgba.bytes).pixels == [1, 2, 3, 4, 5, 6])
    let greyAlpha = PNGBuilder(width: 2, height: 1, bitDepth: 8, colorType: 4, lines: [[7, 0, 8, 255]])
    #expect(try decode(greyAlpha.bytes).pixels == [7, 7, 7, 8, 8, 8])
  }

  @Test func smallGreysSpanTheFullRange() throws {
    let twoBits = PNGBuilder(width: 4, height: 1, bitDepth: 2, colorType: 0, lines: [[0b00_01_10_11]])
    #expect(try decode(twoBits.bytes).pixels == [0, 85, 170, 255].flatMap { [$0, $0, $0] })
    let oneBit = PNGBuilder(width: 4, height: 1, bitDepth: 1, colorType: 0, lines: [[0b0101_0000]])
    #expect(try decode(oneBit.bytes).pixels == [0, 255, 0, 255].flatMap { [$0, $0, $0] })
  }

  @Test func paletteIndicesBeyondThePaletteAreBlack() throws {
    var png = PNGBuilder(width: 4, height: 1, bitDepth: 8, colorType: 3, lines: [[0, 1, 2, 200]])
    png.palette = [9, 8, 7, 1, 2, 3]
    #expect(try decode(png.bytes).pixels == [9, 8, 7, 1, 2, 3, 0, 0, 0, 0, 0, 0])
    png = PNGBuilder(width: 3, height: 1, bitDepth: 4, colorType: 3, lines: [[0x01, 0x20]])
    png.palette = [9, 8, 7, 1, 2, 3, 4, 5, 6]
    png.transparency = [0, 128]
    #expect(try decode(png.bytes).pixels == [9, 8, 7, 1, 2, 3, 4, 5, 6])
  }

  @Test func interlacedIsReadInAllSevenPasses() throws {
    let (width, height) = (13, 9)
    let value = { (x: Int, y: Int) in UInt8((x * 19 + y * 7) % 256) }
    var lines: [[UInt8]] = []
    for (x0, y0, dx, dy) in [
      (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ] {
      for y in stride(from: y0, to: height, by: dy) {
        lines.append(stride(from: x0, to: width, by: dx).map { value($0, y) })
      }
    }
    var png = PNGBuilder(width: width, height: height, bitDepth: 8, colorType: 0, lines: lines)
    png.isInterlaced = true
    let expected = (0..<height).flatMap { y in (0..<width).flatMap { x in [value(x, y), value(x, y), value(x, y)] } }
    #expect(try decode(png.bytes).pixels == expected)
  }

  @Test func aPNGWithoutItsLastChunkStillHasItsPixels() throws {
    let png = PNGBuilder(width: 1, height: 1, bitDepth: 8, colorType: 2, lines: [[1, 2, 3]])
    #expect(try decode(png.bytes.dropLast(12)).pixels == [1, 2, 3])
  }
}

extension ImageDecoderTests {
  private func decode(_ bytes: ArraySlice<UInt8>) throws(ImageError) -> RGBImage { try decode(Array(bytes)) }
}
