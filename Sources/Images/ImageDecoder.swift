package import SystemPackage

/// Decodes JPEG and PNG files to the pixels that Pillow's `Image.open(file).convert("RGB")` gives.
///
/// Orientation in EXIF is ignored and alpha is dropped, as there.
package enum ImageDecoder {
  /// Above it Pillow too refuses, since a small file can ask for any amount of memory.
  package static let pixelCountLimit = 178_956_970

  /// The image in the file at `path`; told from its first bytes, not from its name.
  package static func decode(path: FilePath) throws(ImageError) -> RGBImage {
    let bytes = try FileBytes.read(path, limit: FileBytes.imageByteLimit)
    let file = path.printable
    if bytes.isEmpty { throw .empty(file: file) }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return try JPEGDecoder.decode(bytes, file: file) }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      return try PNGDecoder.decode(bytes, file: file)
    }
    throw .unknownFormat(file: file)
  }

  static func checkExtents(width: Int, height: Int, file: String) throws(ImageError) {
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    if overflow || count > pixelCountLimit {
      throw .tooManyPixels(file: file, width: width, height: height, limit: pixelCountLimit)
    }
  }
}
