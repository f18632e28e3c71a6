import Locks

/// The codes of all evaluation images at one point of a network.
///
/// @unchecked Sendable because an image's bytes are written by the one thread that claimed them, and read only after it
/// has marked them as filled, both under the lock.
package final class PrefixSlab: @unchecked Sendable {
  private enum Slot {
    case empty, claimed, filled
  }

  package let imageByteCount: Int
  package let byteCount: Int
  let memory: Memory
  private let slots: Guarded<[Slot]>
  private var bytes: UnsafeMutablePointer<UInt8> { memory.bytes }

  /// What a slab writes to. It can become another slab's: pages that the system has to make anew, and to clear before,
  /// take longer than what is copied to them.
  ///
  /// @unchecked Sendable because the slab that holds it decides who writes.
  final class Memory: @unchecked Sendable {
    fileprivate let bytes: UnsafeMutablePointer<UInt8>
    let byteCount: Int

    init(byteCount: Int) {
      self.byteCount = byteCount
      // Pages that are never written take no memory.
      bytes = .allocate(capacity: max(byteCount, 1))
    }

    deinit { bytes.deallocate() }
  }

  package convenience init(imageCount: Int, imageByteCount: Int) {
    self.init(imageCount: imageCount, imageByteCount: imageByteCount, memory: nil)
  }

  /// - Parameter memory: of the same size, of an earlier slab that nobody has any more; new where nil.
  init(imageCount: Int, imageByteCount: Int, memory: Memory?) {
    self.imageByteCount = imageByteCount
    byteCount = imageCount * imageByteCount
    precondition(memory == nil || memory?.byteCount == byteCount, "memory of the same size")
    self.memory = memory ?? Memory(byteCount: byteCount)
    slots = Guarded([Slot](repeating: .empty, count: imageCount))
  }

  /// False where the image's codes are not there.
  package func load(_ image: Int, into target: UnsafeMutablePointer<UInt8>) -> Bool {
    guard slots.withLock({ $0[image] == .filled }) else { return false }
    target.update(from: bytes + image * imageByteCount, count: imageByteCount)
    return true
  }

  /// Keeps an image's codes, unless they are kept or being kept.
  package func store(_ image: Int, from source: UnsafePointer<UInt8>) {
    let isMine = slots.withLock { slots in
      guard slots[image] == .empty else { return false }
      slots[image] = .claimed
      return true
    }
    guard isMine else { return }
    (bytes + image * imageByteCount).update(from: source, count: imageByteCount)
    slots.withLock { $0[image] = .filled }
  }
}
