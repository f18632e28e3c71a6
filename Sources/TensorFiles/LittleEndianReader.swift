/// Reads little-endian numbers front to back; nil where the bytes end, or a number is beyond an `Int`.
struct LittleEndianReader {
  private let bytes: [UInt8]
  private(set) var position: Int

  init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// A number of `byteCount` bytes, at most 8.
  mutating func number(_ byteCount: Int) -> Int? {
    guard let bytes = take(byteCount) else { return nil }
    return Int(exactly: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= bytes.count - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }
}
