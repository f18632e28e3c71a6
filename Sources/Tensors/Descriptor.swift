import Foundation

/// Writing to an open descriptor, with the failure told: `FileHandle` ends the program on one, and `print` hides it.
package enum Descriptor {
  /// Writes all of `bytes`; returns the error number, or nil where all of them were taken.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
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

  package static func write(_ text: String, to descriptor: Int32) -> Int32? { write(Array(text.utf8), to: descriptor) }
}
