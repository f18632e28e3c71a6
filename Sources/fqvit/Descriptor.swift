import Foundation

/// Writing to an open descriptor, with the failure told: `FileHandle` ends the program on one, and `print` hides it.
enum Descriptor {
  /// Writes all of `text`; returns the error number, or nil where all of it was taken.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress! + position, $0.count - position)
      }
      if count >= 0 {
        position += count
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
