import Locks
package import SystemPackage

/// Decodes image files to the pixels that Pillow's `Image.open(file).convert("RGB")` gives.
///
/// Of several images in a file it is the first. Orientation in EXIF is ignored and alpha is dropped, as there; TIFF's own
/// orientation counts, as there.
package enum ImageDecoder {
  /// Holders of working memory never wait for a file's, so the two gates cannot lock each other.
  private static let fileGate = ByteGate(capacity: ImageLimits.fileByteCount)
  private static let workingGate = ByteGate(capacity: ImageLimits.workingByteCount)

  /// The image in the file at `path`, of three bytes per pixel.
  package static func decode(path: FilePath) throws(ImageError) -> RGBImage {
    var collector: RowCollector?
    _ = try decode(ImageFile(path), isCancelled: { false }) { width, height in
      let made = RowCollector(width: width, height: height)
      collector = made
      return made
    }
    guard let collector else { preconditionFailure("whoever decodes has asked for the receiver") }
    return collector.image()
  }

  /// The image in the file at `path` as `preprocessing` wants it; most of it is never in memory at once.
  ///
  /// - Returns: nil where `isCancelled`, which is asked between rows, said so.
  package static func preprocess(
    path: FilePath, _ preprocessing: Preprocessing, isCancelled: @escaping () -> Bool
  ) throws(ImageError) -> PreprocessedImage? {
    var rows: PreprocessedRows?
    let file = try ImageFile(path)
    let isWhole = try decode(file, isCancelled: isCancelled) { width, height in
      let made = PreprocessedRows(preprocessing, width: width, height: height)
      rows = made
      return made
    }
    guard isWhole, let rows else { return nil }
    return PreprocessedImage(pixels: rows.image().pixels, file: file.identity)
  }

  /// Decodes `file` into the receiver that `begin` makes for the image's width and height.
  ///
  /// - Returns: false where `isCancelled` ended it early.
  private static func decode(
    _ file: ImageFile, isCancelled: @escaping () -> Bool, begin: (Int, Int) -> any RowReceiver
  ) throws(ImageError) -> Bool {
    try fileGate.withBytes(file.identity.byteCount) { () throws(ImageError) in
      let decoder = try decoder(of: file.read(), file: file.name)
      try ImageLimits.check(width: decoder.width, height: decoder.height, file: file.name)
      guard decoder.workingByteCount <= ImageLimits.workingByteCount else {
        throw .needsTooMuchMemory(
          file: file.name, byteCount: decoder.workingByteCount, limit: ImageLimits.workingByteCount)
      }
      return try workingGate.withBytes(decoder.workingByteCount) { () throws(ImageError) in
        let receiver = begin(decoder.width, decoder.height)
        return try decoder.decode(into: RowStream(to: receiver, width: decoder.width, isCancelled: isCancelled))
      }
    }
  }

  private static func decoder(of memory: WorkingMemory, file: String) throws(ImageError) -> any FormatDecoder {
    if memory.count == 0 { throw .empty(file: file) }
    switch ImageFormat(memory.bytes) {
    case .jpeg: return try JPEGDecoder(memory, file: file)
    case .png: return try PNGDecoder(memory, file: file)
    case .webp: return try WebPDecoder(memory, file: file)
    case .gif: return try GIFDecoder(memory, file: file)
    case .tiff: return try TIFFDecoder(memory, file: file)
    case .bmp: return try BMPDecoder(memory, file: file)
    case nil:
      if let format = ForeignFormat(memory.bytes) { throw .foreignFormat(file: file, format: format) }
      throw .unknownFormat(file: file)
    }
  }
}

/// An image as the model wants it, and the file that it was read from.
package struct PreprocessedImage: Sendable {
  /// [height, width, 3].
  package let pixels: [UInt8]
  package let file: FileIdentity
}
