import Foundation
import SystemPackage
import Texts

/// Reading of whole files, none of them before its size is known.
enum FileBytes {
  /// Of a list of labels, classes or names: a line for each of a million images takes less.
  static let listByteLimit = 64 << 20

  /// - Parameter limit: bytes above which the file is refused unread.
  static func read(_ path: FilePath, limit: Int) throws(ImageError) -> [UInt8] {
    // Without O_NONBLOCK, a named pipe would block here until somebody writes to it.
    let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? .missing(file: path.printable) : .cannotRead(file: path.printable, errorNumber: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotRead(file: path.printable, errorNumber: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(file: path.printable) }
    let byteCount = Int(status.st_size)
    guard byteCount <= limit else { throw .tooLarge(file: path.printable, byteCount: byteCount, limit: limit) }
    var errorNumber: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initializedCount in
      while initializedCount < byteCount {
        let count = Foundation.read(descriptor, buffer.baseAddress! + initializedCount, byteCount - initializedCount)
        if count > 0 {
          initializedCount += count
        } else if count == 0 {
          break
        } else if errno != EINTR {
          errorNumber = errno
          break
        }
      }
    }
    guard errorNumber == 0 else { throw .cannotRead(file: path.printable, errorNumber: errorNumber) }
    return bytes
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
