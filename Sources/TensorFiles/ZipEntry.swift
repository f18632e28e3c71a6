/// A file within a zip archive, as the central directory describes it and its own header agrees to.
package struct ZipEntry: Hashable, Sendable {
  package enum Method: Hashable, Sendable {
    case stored
    case deflated
    case other(Int)

    init(_ code: Int) {
      switch code {
      case 0: self = .stored
      case 8: self = .deflated
      default: self = .other(code)
      }
    }
  }

  /// As text only: no file is ever written by it. Bytes that are not UTF-8 stand as replacement characters.
  package let name: String
  package let method: Method
  package let isEncrypted: Bool
  package let checksum: UInt32
  /// Inflated.
  package let byteCount: Int
  let headerOffset: Int
  /// Bytes of the whole file: what the archive holds of the entry, deflated where it is.
  package let dataRange: Range<Int>
}
