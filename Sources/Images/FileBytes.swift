import Foundation

/// Reading of whole files.
enum FileBytes {
  static func read(_ path: String) throws(ImageError) -> [UInt8] {
    // Without O_NONBLOCK, a named pipe would block here until somebody writes to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing(file: path) : .cannotRead(file: path, errorNumber: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotRead(file: path, errorNumber: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(file: path) }
    let byteCount = Int(status.st_size)
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
    guard errorNumber == 0 else { throw .cannotRead(file: path, errorNumber: errorNumber) }
    return bytes
  }

  /// The lines of a UTF-8 file, with their numbers from 1, without blank ones and without surrounding blanks.
  static func lines(_ path: String) throws(ImageError) -> [(number: Int, text: Substring)] {
    guard let text = String(validating: try read(path), as: UTF8.self) else { throw .notText(file: path) }
    // A carriage return with its newline is one Character, so both are named.
    return text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.enumerated()
      .map { (number: $0.offset + 1, text: $0.element.trimmed) }.filter { !$0.text.isEmpty }
  }
}

extension Substring {
  /// Without the blanks at both ends.
  var trimmed: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return self[first...last]
  }
}
