import Foundation
import Images
import TestSupport
import Testing

/// Damaged files are errors that name the file; none is a crash.
@Suite struct HostileImageTests {
  let folder = TemporaryFolder()

  private func expect(
    _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation, _ error: (String) -> ImageError
  ) {
    let path = folder.write(bytes, as: "hostile")
    #expect(throws: error(path), sourceLocation: sourceLocation) { try ImageDecoder.decode(path: path) }
    #expect(error(path).description.contains(path), sourceLocation: sourceLocation)
  }

  private func shared(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: SharedData.path("images/" + name))))
  }

  @Test func missing() {
    let path = folder.path("none.jpg")
    #expect(throws: ImageError.missing(file: path)) { try ImageDecoder.decode(path: path) }
  }

  @Test func folderInsteadOfFile() {
    #expect(throws: ImageError.notAFile(file: folder.path)) { try ImageDecoder.decode(path: folder.path) }
  }

  @Test func namedPipe() {
    let path = folder.path("pipe.jpg")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: ImageError.notAFile(file: path)) { try ImageDecoder.decode(path: path) }
  }

  @Test func empty() { expect([]) { .empty(file: $0) } }

  @Test func bytesOfNoKnownFormat() { expect([7, 7, 7, 7]) { .unknownFormat(file: $0) } }

  @Test func onlyTheFirstBytesOfEveryOtherFormat() {
    expect(Array("GIF89a".utf8)) { .truncated(file: $0, format: .gif) }
    expect(Array("RIFF\0\0\0\0WEBP".utf8)) { .truncated(file: $0, format: .webp) }
    expect([0x49, 0x49, 42, 0]) { .corrupt(file: $0, format: .tiff) }
    expect(Array("BM".utf8)) { .truncated(file: $0, format: .bmp) }
  }

  @Test func onlyTheFirstBytesOfAJPEG() { expect([0xFF, 0xD8, 0xFF]) { .truncated(file: $0, format: .jpeg) } }

  @Test func onlyTheFirstBytesOfAPNG() {
    expect([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { .truncated(file: $0, format: .png) }
  }

  @Test func paletteImageWithoutPalette() {
    let png = PNGBuilder(width: 1, height: 1, bitDepth: 8, colorType: 3, lines: [[0]])
    expect(png.bytes) { .corrupt(file: $0, format: .png) }
  }

  @Test func tooLittleImageData() {
    let png = PNGBuilder(width: 1, height: 2, bitDepth: 8, colorType: 0, lines: [[0]])
    expect(png.bytes) { .corrupt(file: $0, format: .png) }
  }

  @Test func aWrongChecksum() {
    var bytes = PNGBuilder(width: 1, height: 1, bitDepth: 8, colorType: 0, lines: [[0]]).bytes
    bytes[20] ^= 1
    expect(bytes) { .corrupt(file: $0, format: .png) }
  }

  @Test(
    .enabled(if: SharedData.isPresent, "needs ../shared"),
    arguments: ["baseline.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "tiny.jpg"])
  func aJPEGCutOffAnywhereIsTruncated(name: String) throws {
    let whole = try shared(name)
    for length in stride(from: 3, to: whole.count, by: max(1, whole.count / 40)) {
      expect(Array(whole[..<length])) { .truncated(file: $0, format: .jpeg) }
    }
    expect(whole.dropLast()) { .truncated(file: $0, format: .jpeg) }
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"), arguments: ["rgb.png", "palette.png", "bilevel.png"])
  func aPNGCutOffBeforeItsLastChunkIsTruncated(name: String) throws {
    let whole = try shared(name)
    for length in stride(from: 8, to: whole.count - 32, by: max(1, whole.count / 40)) {
      expect(Array(whole[..<length])) { .truncated(file: $0, format: .png) }
    }
  }

  @Test(arguments: SmallImage.all.filter { !$0.name.hasSuffix(".jpg") })
  func aFileCutOffGivesEveryPixelOrNone(image: SmallImage) {
    for length in stride(from: 1, to: image.file.count, by: 3) {
      let path = folder.write(Array(image.file[..<length]), as: "cut")
      // What stands behind the pixels is not needed by all formats.
      guard let decoded = try? ImageDecoder.decode(path: path) else { continue }
      #expect(decoded.pixels == image.pixels, "\(length) bytes")
      #expect(length > image.file.count / 2)
    }
  }
}

extension HostileImageTests {
  private func expect(_ bytes: ArraySlice<UInt8>, _ error: (String) -> ImageError) { expect(Array(bytes), error) }
}
