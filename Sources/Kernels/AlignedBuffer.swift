/// Bytes that begin at a cache line, as oneDNN's own layouts want them.
///
/// @unchecked Sendable because the owners write it before they share it and only read it afterwards; a scratchpad, which
/// is written all the time, belongs to one worker.
final class AlignedBuffer: @unchecked Sendable {
  let address: UnsafeMutableRawPointer

  init(byteCount: Int) {
    address = UnsafeMutableRawPointer.allocate(byteCount: Swift.max(byteCount, 64), alignment: 64)
  }

  convenience init(_ elements: [Float]) {
    self.init(byteCount: elements.count * MemoryLayout<Float>.stride)
    // Safe because the buffer was made for exactly these elements.
    address.initializeMemory(as: Float.self, from: elements, count: elements.count)
  }

  deinit { address.deallocate() }
}
