import SystemPackage
import Tensors
import Texts

/// Reading of whole files, none of them before its size is known.
enum FileBytes {
  /// Of a list of labels, classes or names: a line for each of a million images takes less.
  static let listByteLimit = 64 << 20

  /// - Parameter limit: bytes above which the file is refused unread.
  static func read(_ path: FilePath, limit: Int) throws(ImageError) -> [UInt8] {
    let file = try RegularFile.opening(path)
    guard file.byteCount <= limit else { throw .tooLarge(file: path.printable, byteCount: file.byteCount, limit: limit) }
    do throws(RegularFile.Failure) {
      return try file.bytes(0..<file.byteCount)
    } catch {
      throw ImageError(error, file: path.printable)
    }
  }

  /// The lines of a list that somebody wrote.
  ///
  /// - Parameter keepsForeignBytes: whether lines that are no UTF-8 may name files.
  static func lines(_ path: FilePath, keepsForeignBytes: Bool = false) throws(ListingError) -> [TextLines.Line] {
    let bytes: [UInt8]
    do throws(ImageError) { bytes = try read(path, limit: listByteLimit) } catch { throw .file(error) }
    do throws(TextLines.Problem) {
      return try TextLines(bytes, keepsForeignBytes: keepsForeignBytes).lines
    } catch {
      throw .notText(file: path.printable, problem: error)
    }
  }
}
