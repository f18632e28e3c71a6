/// The kinds of image file that are read.
///
/// A file's kind is told from its first bytes, never from its name.
package enum ImageFormat: String, Sendable, CaseIterable {
  case jpeg = "JPEG"
  case png = "PNG"
  case webp = "WebP"
  case gif = "GIF"
  case tiff = "TIFF"
  case bmp = "BMP"

  /// Nil where the bytes begin no file of these kinds.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    for (format, signature) in Self.signatures where signature.matches(bytes) {
      self = format
      return
    }
    return nil
  }

  private static let signatures: [(ImageFormat, FileSignature)] = [
    (.jpeg, FileSignature([0xFF, 0xD8, 0xFF])),
    (.png, FileSignature([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])),
    (.webp, FileSignature("RIFF", "WEBP", at: 8)),
    (.gif, FileSignature("GIF87a")),
    (.gif, FileSignature("GIF89a")),
    (.tiff, FileSignature([0x49, 0x49, 42, 0])),
    (.tiff, FileSignature([0x4D, 0x4D, 0, 42])),
    // With offsets of 64 bits.
    (.tiff, FileSignature([0x49, 0x49, 43, 0])),
    (.tiff, FileSignature([0x4D, 0x4D, 0, 43])),
    (.bmp, FileSignature("BM")),
  ]
}

/// The bytes that a kind of file begins with.
struct FileSignature: Sendable {
  private let start: [UInt8]
  private let inner: [UInt8]
  private let innerOffset: Int

  init(_ start: [UInt8]) { (self.start, inner, innerOffset) = (start, [], 0) }

  /// `start`, and `inner` at byte `offset`.
  init(_ start: String, _ inner: String = "", at offset: Int = 0) {
    (self.start, self.inner, innerOffset) = (Array(start.utf8), Array(inner.utf8), offset)
  }

  func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: start) && bytes.dropFirst(innerOffset).starts(with: inner)
  }
}
