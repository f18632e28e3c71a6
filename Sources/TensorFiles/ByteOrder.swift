/// Which byte of a number lies first.
enum ByteOrder: String, Sendable {
  case little
  case big

  /// Brings numbers of `width` bytes into this machine's order, which is little-endian wherever this package runs.
  func toNative(_ bytes: inout [UInt8], width: Int) {
    guard self == .big, width > 1 else { return }
    for start in stride(from: 0, through: bytes.count - width, by: width) {
      bytes[start..<start + width].reverse()
    }
  }
}
