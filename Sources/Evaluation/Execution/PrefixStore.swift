import Locks
import Tensors

/// Codes at the residual sums of evaluated configurations, and in the last blocks before them, so that a changed one begins
/// where the change does.
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

  /// A quarter of the memory that is left, but no more than helps: all points for 800 images of DeiT-Tiny.
  package static var defaultByteBudget: Int { MemoryHeadroom.share(of: 864 << 20) }

  package var byteCount: Int { contents.withLock(\.byteCount) }

  /// A slab for each key, in the network's order, or nil where the budget has no room for it.
  ///
  /// Branches, which are of use only beside the others, come last.
  package func slabs(for keys: [(key: PrefixKey, imageByteCount: Int, isBranch: Bool)]) -> [PrefixSlab?] {
    contents.withLock { contents in
      contents.clock += 1
      var result = keys.map { contents.entries[$0.key]?.slab }
      for key in keys where contents.entries[key.key] != nil { contents.entries[key.key]?.lastUse = contents.clock }
      var spare: [PrefixSlab.Memory] = []
      let main = keys.indices.filter { !keys[$0].isBranch }
      let order = Self.spread(main.count).map { main[$0] } + keys.indices.filter { keys[$0].isBranch }
      for index in order where result[index] == nil {
        let imageByteCount = keys[index].imageByteCount
        let byteCount = imageCount * imageByteCount
        guard Self.makeRoom(byteCount, in: &contents, budget: byteBudget, spare: &spare) else { continue }
        let fit = spare.firstIndex { $0.byteCount == byteCount }
        let slab = PrefixSlab(
          imageCount: imageCount, imageByteCount: imageByteCount, memory: fit.map { spare.remove(at: $0) })
        contents.entries[keys[index].key] = Entry(slab: slab, lastUse: contents.clock)
        result[index] = slab
      }
      return result
    }
  }

  /// Lets go of slabs of earlier requests; false where those do not suffice.
  ///
  /// - Parameter spare: gets the memory of those that no run holds.
  private static func makeRoom(
    _ byteCount: Int, in contents: inout Contents, budget: Int, spare: inout [PrefixSlab.Memory]
  ) -> Bool {
    while contents.byteCount + byteCount > budget {
      guard var memory = takeOldest(from: &contents) else { return false }
      if isKnownUniquelyReferenced(&memory) { spare.append(memory) }
    }
    return true
  }

  /// A function of its own, so that nothing else in it holds the memory when it has returned.
  private static func takeOldest(from contents: inout Contents) -> PrefixSlab.Memory? {
    let clock = contents.clock
    let earlier = contents.entries.filter { $0.value.lastUse < clock }
    guard let key = earlier.min(by: { $0.value.lastUse < $1.value.lastUse })?.key else { return nil }
    return contents.entries.removeValue(forKey: key)?.slab.memory
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
