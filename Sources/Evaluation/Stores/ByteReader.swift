import Texts

/// Reads back what `ByteWriter` wrote; bytes that cannot be that throw, and no count is believed before its bytes are there.
struct ByteReader {
  /// Why the bytes cannot be what was written.
  struct Failure: Error {
    let reason: String
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  private var remaining: Int { bytes.endIndex - position }

  var isAtEnd: Bool { remaining == 0 }

  /// Any pattern of bits must be a value of the type: integers and floats.
  mutating func read<Value: BitwiseCopyable>(_: Value.Type) throws(Failure) -> Value {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else { throw Failure(reason: "it ends early") }
    let start = position
    position += size
    // Within the buffer, as checked above; `loadUnaligned` asks for no alignment.
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start - bytes.startIndex, as: Value.self) }
  }

  mutating func array<Element: BitwiseCopyable>(_: Element.Type) throws(Failure) -> [Element] {
    let count = try self.count(ofSize: MemoryLayout<Element>.stride)
    let start = position - bytes.startIndex
    position += count * MemoryLayout<Element>.stride
    // An array made for no element writes its count into what all empty arrays share, which ThreadSanitizer tells of.
    if count == 0 { return [] }
    return bytes.withUnsafeBytes { source in
      [Element](unsafeUninitializedCapacity: count) { target, initialized in
        // `count` elements lie in the source, as checked, and fit the capacity.
        UnsafeMutableRawBufferPointer(target).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[start..<start + count * MemoryLayout<Element>.stride]))
        initialized = count
      }
    }
  }

  mutating func string() throws(Failure) -> String {
    guard let text = String(validating: try array(UInt8.self), as: UTF8.self) else {
      throw Failure(reason: "a text in it is none")
    }
    return text
  }

  mutating func list<Element>(
    _ element: (inout ByteReader) throws(Failure) -> Element
  ) throws(Failure) -> [Element] {
    // Every element takes a byte at least.
    let count = try self.count(ofSize: 1)
    var result: [Element] = []
    for _ in 0..<count { result.append(try element(&self)) }
    return result
  }

  mutating func dictionary<Key: Hashable, Value>(
    key: (String) -> Key?, value: (inout ByteReader) throws(Failure) -> Value
  ) throws(Failure) -> [Key: Value] {
    let count = try self.count(ofSize: 1)
    var result: [Key: Value] = [:]
    for _ in 0..<count {
      let name = try string()
      guard let key = key(name) else { throw Failure(reason: "'\(name.printable(limit: 60))' is not known") }
      guard result.updateValue(try value(&self), forKey: key) == nil else {
        throw Failure(reason: "'\(name.printable(limit: 60))' is there twice")
      }
    }
    return result
  }

  /// A count of things that take `size` bytes at least, which must still be there.
  private mutating func count(ofSize size: Int) throws(Failure) -> Int {
    let count = try read(Int.self)
    guard count >= 0, count <= remaining / size else { throw Failure(reason: "it ends early") }
    return count
  }
}
