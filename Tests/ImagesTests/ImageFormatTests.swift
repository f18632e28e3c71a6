import Images
import TestSupport
import Testing

/// A file is what its bytes say, whatever its name.
@Suite struct ImageFormatTests {
  let folder = TemporaryFolder()

  /// Kept results depend on them, so they must be found.
  @Test func `The libraries that decode are known by their files`() {
    for name in ["libjpeg.so.", "libpng16.so.", "libwebp.so.", "libgif.so.", "libtiff.so."] {
      #expect(ImageLibraries.names.contains(name), "\(ImageLibraries.names)")
    }
    #expect(ImageLibraries.identity.split(separator: ",").allSatisfy { $0.split(separator: " ").count == 3 })
  }

  @Test(arguments: SmallImage.all)
  func pixelsAreThoseOfPillow(image: SmallImage) throws {
    // A name of another format.
    let decoded = try ImageDecoder.decode(path: folder.write(image.file, as: "image.png"))
    #expect((decoded.width, decoded.height) == (image.width, image.height))
    #expect(decoded.pixels == image.pixels)
  }

  @Test func everyFormatHasAnImageHere() {
    let endings = [".jpg", ".webp", ".gif", ".tiff", ".bmp"]
    #expect(endings.allSatisfy { ending in SmallImage.all.contains { $0.name.hasSuffix(ending) } })
    // PNG has its own suite.
    #expect(ImageFormat.allCases.count == endings.count + 1)
  }

  static let foreignFiles: [(bytes: [UInt8], format: ForeignFormat)] = [
    (Array("\0\0\0\u{1C}ftypheic\0\0\0\0mif1".utf8), .heif),
    (Array("\0\0\0\u{1C}ftypmif1\0\0\0\0heic".utf8), .heif),
    (Array("\0\0\0\u{20}ftypavif\0\0\0\0".utf8), .avif),
    (Array("\0\0\0\u{20}ftypisom\0\0\0\0".utf8), .video),
    ([0xFF, 0x0A, 0, 0], .jpegXL),
    (Array("\0\0\0\u{C}JXL \r\n".utf8) + [0x87, 0x0A], .jpegXL),
    (Array("\0\0\0\u{C}jP  \r\n".utf8) + [0x87, 0x0A], .jpeg2000),
    ([0xFF, 0x4F, 0xFF, 0x51, 0], .jpeg2000),
    (Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), .svg),
    (Array("\u{FEFF}<?xml version='1.0'?>\n<!-- x -->\n<svg/>".utf8), .svg),
    (Array("8BPS\0\u{1}".utf8), .photoshop),
    ([0, 0, 1, 0, 1, 0], .icon),
    (Array("P6\n2 2 255\n".utf8), .portableAnymap),
    (Array("#?RADIANCE\n".utf8), .radiance),
    ([0x76, 0x2F, 0x31, 0x01], .openEXR),
    (Array("DDS |".utf8), .directDraw),
    (Array("qoif".utf8), .qoi),
    (Array("gimp xcf file".utf8), .gimp),
    ([UInt8](repeating: 0, count: 128) + Array("DICM".utf8), .dicom),
    (Array("%PDF-1.7".utf8), .pdf),
    (Array("%!PS-Adobe-3.0 EPSF".utf8), .postScript),
    ([0x1A, 0x45, 0xDF, 0xA3], .video),
    ([0x50, 0x4B, 0x03, 0x04], .archive),
    ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0], .numpy),
    (Array("\n<!DOCTYPE html><html>404</html>".utf8), .webPage),
    (Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8), .lfsPointer),
  ]

  @Test(arguments: foreignFiles)
  func aFormatThatIsNotReadIsNamed(file: (bytes: [UInt8], format: ForeignFormat)) {
    let path = folder.write(file.bytes, as: "image.jpg")
    #expect(throws: ImageError.foreignFormat(file: path, format: file.format)) { try ImageDecoder.decode(path: path) }
  }

  @Test func everyForeignFormatIsTried() {
    #expect(Set(Self.foreignFiles.map(\.format)) == Set(ForeignFormat.allCases))
  }

  @Test func theMessageHasTheRemedy() {
    #expect(
      ImageError.foreignFormat(file: "a.jpg", format: .heif).description
        == "a.jpg is a HEIC image, which is not read; convert it to PNG or JPEG")
    #expect(
      ImageError.foreignFormat(file: "a.jpg", format: .lfsPointer).description
        == "a.jpg is a pointer of git-lfs, which is not read; run 'git lfs pull'")
  }

  @Test func kindsThatAreNotReadAreNamed() throws {
    var tiff = try SmallImage.named("grey16.tiff").file
    // 16 bits a sample become 32.
    let entry = try #require(tiff.indices.first { tiff[$0] == 2 && tiff[$0 + 1] == 1 && tiff[$0 + 2] == 3 })
    tiff[entry + 8] = 32
    let path = folder.write(tiff, as: "image.tiff")
    let error = #expect(throws: ImageError.self) { try ImageDecoder.decode(path: path) }
    #expect(
      error?.description == "\(path) is a TIFF file with samples of 32 bits, which is not read; convert it to PNG or JPEG")
  }
}
