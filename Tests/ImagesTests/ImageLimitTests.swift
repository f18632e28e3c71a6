import Foundation
import Images
import Locks
import Synchronization
import TestSupport
import Testing

/// Files that ask for more than an image may cost are refused by their header, before anything is allocated for them.
@Suite struct ImageLimitTests {
  let folder = TemporaryFolder()

  private func expect(_ error: (String) -> ImageError, _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation)
  {
    let path = folder.write(bytes, as: "image")
    #expect(throws: error(path), sourceLocation: sourceLocation) { try ImageDecoder.decode(path: path) }
  }

  private func png(width: Int, height: Int, colorType: UInt8, bitDepth: UInt8 = 8, isInterlaced: Bool = false) -> [UInt8] {
    var png = PNGBuilder(width: width, height: height, bitDepth: bitDepth, colorType: colorType, lines: [[]])
    png.isInterlaced = isInterlaced
    return png.bytes
  }

  /// A file of `byteCount` bytes that takes no room on the disk.
  private func sparse(_ start: [UInt8], byteCount: Int) throws -> String {
    let path = folder.write(start, as: "sparse.jpg")
    try #require(truncate(path, byteCount) == 0)
    return path
  }

  @Test func aFileOfATerabyteIsNotRead() throws {
    let path = try sparse([0xFF, 0xD8, 0xFF], byteCount: 1 << 40)
    let error = ImageError.fileTooLarge(file: path, byteCount: 1 << 40, limit: ImageLimits.fileByteCount)
    #expect(throws: error) { try ImageDecoder.decode(path: path) }
    #expect(error.description == "\(path) has 1048576 MiB, above the limit of 256 MiB for an image; make it smaller")
  }

  @Test func aFileAtTheLimitIsRead() throws {
    let path = try sparse(try SmallImage.named("24-bit.bmp").file, byteCount: ImageLimits.fileByteCount)
    #expect(try ImageDecoder.decode(path: path).width == 7)
  }

  @Test func tooManyPixels() {
    expect({ .tooManyPixels(file: $0, width: 20_000, height: 20_000, limit: 178_956_970) },
      png(width: 20_000, height: 20_000, colorType: 2))
  }

  @Test func aSideTooLong() {
    expect({ .sideTooLong(file: $0, width: 2_000_000, height: 2, limit: 1 << 20) },
      png(width: 2_000_000, height: 2, colorType: 2))
  }

  @Test func anImageThatComesRowByRowNeedsNoRoom() {
    // 1.3 GB of pixels, of which a few rows are held; these bytes hold none.
    expect({ .corrupt(file: $0, format: .png) }, png(width: 13_000, height: 13_000, colorType: 6, bitDepth: 16))
  }

  @Test func anInterlacedImageIsCountedAsAWhole() {
    let path = folder.write(png(width: 13_377, height: 13_377, colorType: 2, isInterlaced: true), as: "image")
    let error = #expect(throws: ImageError.self) { try ImageDecoder.decode(path: path) }
    guard case .needsTooMuchMemory(_, let byteCount, let limit) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(byteCount > limit && limit == 512 << 20)
  }

  /// The progressive image with other extents in its header, and `scanCount` more beginnings of scans.
  private func progressive(side: Int, scanCount: Int) throws -> [UInt8] {
    var bytes = try SmallImage.named("progressive.jpg").file
    let start = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC2 })
    for offset in [5, 7] {
      bytes[start + offset] = UInt8(side >> 8)
      bytes[start + offset + 1] = UInt8(side & 255)
    }
    return bytes + (0..<scanCount).flatMap { _ in [0xFF, 0xDA] as [UInt8] }
  }

  @Test func aProgressiveImageIsCountedAsAWhole() throws {
    let path = folder.write(try progressive(side: 13_377, scanCount: 0), as: "image")
    let error = #expect(throws: ImageError.self) { try ImageDecoder.decode(path: path) }
    guard case .needsTooMuchMemory(_, let byteCount, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    // Two bytes a coefficient; colour has a quarter of the coefficients of brightness.
    #expect(byteCount > 13_377 * 13_377 * 3)
  }

  @Test func scansTimesPixelsAreLimited() throws {
    let file = try progressive(side: 6_000, scanCount: 900)
    let path = folder.write(file, as: "image")
    let error = #expect(throws: ImageError.self) { try ImageDecoder.decode(path: path) }
    guard case .tooManyScans(_, let count, 6_000, 6_000, 59) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(count > 900)
    // As many of a small image cost nothing.
    let small = folder.write(try SmallImage.named("progressive.jpg").file + file.suffix(1800), as: "small")
    #expect(try ImageDecoder.decode(path: small).width == 7)
  }

  @Test func extentsOfEveryFormatAreChecked() throws {
    // Where each format's header has its width, and how many bytes of it.
    for (name, offset, byteCount) in [("palette.gif", 6, 2), ("24-bit.bmp", 18, 4), ("runs-8.bmp", 18, 4)] {
      var bytes = try SmallImage.named(name).file
      for byte in 0..<(byteCount == 2 ? 4 : 6) { bytes[offset + byte] = byte % 4 == 3 && byteCount == 4 ? 0x0F : 0xFF }
      let path = folder.write(bytes, as: "image")
      let error = #expect(throws: ImageError.self, "\(name)") { try ImageDecoder.decode(path: path) }
      switch error {
      case .tooManyPixels, .sideTooLong: break
      default: Issue.record("\(name): \(String(describing: error))")
      }
    }
  }
}

@Suite struct ByteGateTests {
  @Test func neverMoreIsOutThanThereIs() {
    let gate = ByteGate(capacity: 100)
    let out = Atomic(0)
    let most = Atomic(0)
    let done = Atomic(0)
    WorkerThreads.run(8) {
      for round in 1...200 {
        let byteCount = round * 37 % 101
        gate.withBytes(byteCount) {
          let sum = out.add(byteCount, ordering: .relaxed).newValue
          most.max(sum, ordering: .relaxed)
          out.subtract(byteCount, ordering: .relaxed)
        }
        done.add(1, ordering: .relaxed)
      }
    }
    #expect(most.load(ordering: .relaxed) <= 100)
    #expect(done.load(ordering: .relaxed) == 1600)
  }

  @Test func whatAnErrorLeavesIsGivenBack() {
    let gate = ByteGate(capacity: 1)
    for _ in 0..<3 {
      #expect(throws: ImageError.self) {
        try gate.withBytes(1) { () throws(ImageError) in throw .empty(file: "") }
      }
    }
    gate.withBytes(1) {}
  }
}
