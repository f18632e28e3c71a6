import Tensors

/// One pass over a file, front to back, in which an observer sees every byte once.
struct FileSweep {
  /// Bytes that are read at once where nobody needs them together.
  static let pieceByteCount = 1 << 20

  private let file: RegularFile
  /// Its name in messages.
  private let path: String
  private var position = 0

  init(_ file: RegularFile, path: String) {
    self.file = file
    self.path = path
  }

  /// Shows what lies between here and `end` to the observer only.
  mutating func pass(
    to end: Int, observing observe: (UnsafeRawBufferPointer) -> Void
  ) throws(TensorFileError) {
    while position < end {
      let piece = position..<min(position + Self.pieceByteCount, end)
      do throws(RegularFile.Failure) { try file.bytes(piece).withUnsafeBytes { observe($0) } } catch {
        throw .file(path, error)
      }
      position = piece.upperBound
    }
  }

  /// Notes that somebody else read up to `end`, and observed it.
  mutating func skip(to end: Int) { position = max(position, end) }

  /// Shows the rest, and throws where the file was written to during the pass.
  mutating func finish(observing observe: (UnsafeRawBufferPointer) -> Void) throws(TensorFileError) {
    try pass(to: file.byteCount, observing: observe)
    do throws(RegularFile.Failure) { try file.checkUnchanged() } catch { throw .file(path, error) }
  }
}
