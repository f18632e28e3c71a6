/// Elements that begin at a cache line, zero at first; one worker writes and reads them.
package final class ScratchBuffer<Element: BitwiseCopyable & AdditiveArithmetic> {
  /// Valid as long as the buffer.
  package let address: UnsafeMutablePointer<Element>

  package init(count: Int) {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
    address = bytes.initializeMemory(as: Element.self, repeating: .zero, count: count)
  }

  deinit { address.deallocate() }
}
