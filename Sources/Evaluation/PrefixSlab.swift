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
  private let bytes: UnsafeMutablePointer<UInt8>
  private let slots: Guarded<[Slot]>

  package init(imageCount: Int, imageByteCount: Int) {
    self.imageByteCount = imageByteCount
    byteCount = imageCount * imageByteCount
    // Pages that are never written take no memory.
    bytes = .allocate(capacity: max(byteCount, 1))
    slots = Guarded([Slot](repeating: .empty, count: imageCount))
  }

  deinit { bytes.deallocate() }

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
