import Texts
package import SystemPackage

/// File systems name files in bytes, which need not be UTF-8: names from old archives are often Latin-1. So paths are kept
/// as bytes, and as text only where they are shown or compared with what a list says.
extension FilePath {
  /// The path of the bytes before the first zero, which ends every name.
  init(bytes: some Sequence<UInt8>) {
    let characters = bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
    self = characters.withUnsafeBufferPointer { FilePath(platformString: $0.baseAddress!) }
  }

  package var bytes: [UInt8] {
    withPlatformString { start in
      var bytes: [UInt8] = []
      var next = start
      while next.pointee != 0 {
        bytes.append(UInt8(bitPattern: next.pointee))
        next += 1
      }
      return bytes
    }
  }

  /// The path for one line on a screen, with an escape for whatever cannot stand there.
  package var printable: String { String(printing: bytes) }

  /// The path as text: an escape for each byte of a name that is no UTF-8.
  var text: String { String(validating: bytes, as: UTF8.self) ?? String(printing: bytes, limit: .max) }
}
