import TestSupport

/// Seeded operands in buffers that live as long as the process, as kernels take them.
struct Memory {
  private var generator = SeededGenerator(seed: 4096)

  mutating func make<Element>(_ count: Int, _ element: (inout SeededGenerator) -> Element)
    -> UnsafeMutablePointer<Element>
  {
    // Never freed: the closures that are timed hold it.
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
    let buffer = bytes.bindMemory(to: Element.self, capacity: count)
    for index in 0..<count { (buffer + index).initialize(to: element(&generator)) }
    return buffer
  }

  mutating func floats(_ count: Int, spread: Float = 1) -> UnsafeMutablePointer<Float> {
    make(count) { $0.normal() * spread }
  }

  mutating func scales(_ count: Int) -> UnsafeMutablePointer<Float> {
    make(count) { Float.random(in: 0.01...0.05, using: &$0) }
  }

  /// Codes as a calibrated site has them: around the middle, some at the ends.
  mutating func codes(_ count: Int, spread: Float = 30) -> UnsafeMutablePointer<UInt8> {
    make(count) { UInt8(min(max(128 + $0.normal() * spread, 0), 255)) }
  }

  mutating func weights(_ count: Int) -> UnsafeMutablePointer<Int8> {
    make(count) { Int8(min(max($0.normal() * 30, -127), 127)) }
  }

  mutating func sums(_ count: Int) -> UnsafeMutablePointer<Int32> {
    make(count) { Int32($0.normal() * 20_000) }
  }

  mutating func array<Element>(_ buffer: UnsafeMutablePointer<Element>, _ count: Int) -> [Element] {
    Array(UnsafeBufferPointer(start: buffer, count: count))
  }
}
