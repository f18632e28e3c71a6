/// Puts values one after the other as bytes, numbers as they lie in memory.
///
/// What it writes is read on the same machine by `ByteReader`; dictionaries are written sorted, so equal values give equal
/// bytes.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write<Value: BitwiseCopyable>(_ value: Value) {
    // The bytes of a number, copied within the call.
    withUnsafeBytes(of: value) { bytes += $0 }
  }

  /// The count, then the elements.
  mutating func write<Element: BitwiseCopyable>(_ values: [Element]) {
    write(values.count)
    values.withUnsafeBytes { bytes += $0 }
  }

  mutating func write(_ text: String) { write(Array(text.utf8)) }

  mutating func write<Element>(_ values: [Element], each: (inout ByteWriter, Element) -> Void) {
    write(values.count)
    for value in values { each(&self, value) }
  }

  mutating func write<Key: Hashable, Value>(
    _ values: [Key: Value], sortedBy name: (Key) -> String, each: (inout ByteWriter, Value) -> Void
  ) {
    write(values.count)
    for (key, value) in values.map({ (name($0.key), $0.value) }).sorted(by: { $0.0 < $1.0 }) {
      write(key)
      each(&self, value)
    }
  }
}
