import Foundation
import Locks

/// Codes at the residual sums of evaluated configurations, so that a changed one begins where the change does.
///
/// A slab holds one point of one configuration for all images. Under the budget, the slabs that were asked for longest ago
/// give way; where not all points of a configuration fit, the kept ones are spread over the network.
package final class PrefixStore: Sendable {
  package let byteBudget: Int
  private let imageCount: Int

  private struct Entry {
    let slab: PrefixSlab
    var lastUse: Int
  }

  private struct Contents {
    var entries: [PrefixKey: Entry] = [:]
    var clock = 0
    var byteCount: Int { entries.values.reduce(0) { $0 + $1.slab.byteCount } }
  }

  private let contents = Guarded(Contents())

  package init(imageCount: Int, byteBudget: Int) {
    self.imageCount = imageCount
    self.byteBudget = byteBudget
  }

  /// A quarter of the machine's memory, but no more than helps: all points for 800 images of DeiT-Tiny.
  package static var defaultByteBudget: Int {
    min(Int(clamping: ProcessInfo.processInfo.physicalMemory / 4), 768 << 20)
  }

  package var byteCount: Int { contents.withLock(\.byteCount) }

  /// A slab for each key, in the network's order, or nil where the budget has no room for it.
  package func slabs(for keys: [(key: PrefixKey, imageByteCount: Int)]) -> [PrefixSlab?] {
    contents.withLock { contents in
      contents.clock += 1
      var result = keys.map { contents.entries[$0.key]?.slab }
      for key in keys where contents.entries[key.key] != nil { contents.entries[key.key]?.lastUse = contents.clock }
      for index in Self.spread(keys.count) where result[index] == nil {
        let slab = PrefixSlab(imageCount: imageCount, imageByteCount: keys[index].imageByteCount)
        guard Self.makeRoom(slab.byteCount, in: &contents, budget: byteBudget) else { continue }
        contents.entries[keys[index].key] = Entry(slab: slab, lastUse: contents.clock)
        result[index] = slab
      }
      return result
    }
  }

  /// Lets go of slabs of earlier requests; false where those do not suffice.
  private static func makeRoom(_ byteCount: Int, in contents: inout Contents, budget: Int) -> Bool {
    while contents.byteCount + byteCount > budget {
      let clock = contents.clock
      let oldest = contents.entries.filter { $0.value.lastUse < clock }.min { $0.value.lastUse < $1.value.lastUse }
      guard let oldest else { return false }
      contents.entries[oldest.key] = nil
    }
    return true
  }

  /// 0..<count, each next one in the middle of the widest gap: the order in which points are worth keeping.
  package static func spread(_ count: Int) -> [Int] {
    var order: [Int] = []
    var gaps = [0..<count]
    while !gaps.isEmpty {
      let gap = gaps.removeFirst()
      guard !gap.isEmpty else { continue }
      let middle = gap.lowerBound + gap.count / 2
      order.append(middle)
      gaps += [gap.lowerBound..<middle, middle + 1..<gap.upperBound]
    }
    return order
  }
}
