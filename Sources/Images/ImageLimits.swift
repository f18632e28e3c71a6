/// What one image may cost. An image above a limit is skipped with the reason, before anything is allocated for it.
///
/// Small files can ask for any amount of memory and time. All threads together hold at most `fileByteCount` of files and
/// `workingByteCount` of what decoders need, whatever their number: images that would need more wait for others to be
/// done. So 768 MiB bound the memory for decoding; each thread adds a few rows of its image.
package enum ImageLimits {
  package static let fileByteCount = 256 << 20
  /// Above it Pillow too refuses. Three bytes for each are `workingByteCount`.
  package static let pixelCount = 178_956_970
  /// Of the width and of the height, so that a row has bounds of its own.
  package static let side = 1 << 20
  /// What a decoder may allocate. Most need a few rows; interlaced and progressive images are held as a whole.
  package static let workingByteCount = 512 << 20
  /// Scans of a JPEG times its pixels: each scan is a pass over the image, and takes about five seconds for 2^30.
  package static let scannedPixelCount = 1 << 31

  static func check(width: Int, height: Int, file: String) throws(ImageError) {
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    if overflow || count > pixelCount {
      throw .tooManyPixels(file: file, width: width, height: height, limit: pixelCount)
    }
    if max(width, height) > side { throw .sideTooLong(file: file, width: width, height: height, limit: side) }
  }
}
