import Graphs

/// Which scratch buffer holds each value; a buffer is used again when its value is no longer read.
struct MemoryPlan: Sendable {
  let buffers: [Place: Int]
  /// Of each buffer.
  let byteCounts: [Int]
  /// The most sums of any product.
  let sumCount: Int
  /// The most bytes that an embedding gathers.
  let patchByteCount: Int

  init(_ instructions: [Instruction], graph: Graph) {
    var lastReads: [Place: Int] = [:]
    for (index, instruction) in instructions.enumerated() {
      lastReads[instruction.writes] = index
      for place in instruction.reads { lastReads[place] = index }
    }
    for output in graph.outputs { lastReads[Place(node: output.node, form: .floats)] = .max }
    var buffers: [Place: Int] = [:]
    var byteCounts: [Int] = []
    var forms: [Place.Form] = []
    var free: [Int] = []
    var sumCount = 1
    var patchByteCount = 1
    for (index, instruction) in instructions.enumerated() {
      let place = instruction.writes
      let needed = place.byteCount(in: graph)
      var buffer: Int?
      if instruction.kernel.isInPlace, let source = instruction.reads.first, lastReads[source] == index {
        buffer = buffers[source]
      }
      if buffer == nil {
        let own = free.filter { forms[$0] == place.form }
        // The smallest buffer that is large enough, else the largest, which grows: the working set, and so its share of
        // the core's cache, stays small.
        buffer =
          own.filter { byteCounts[$0] >= needed }.min { byteCounts[$0] < byteCounts[$1] }
          ?? own.max { byteCounts[$0] < byteCounts[$1] }
      }
      let chosen = buffer ?? byteCounts.count
      if chosen == byteCounts.count {
        byteCounts.append(0)
        forms.append(place.form)
      }
      free.removeAll { $0 == chosen }
      byteCounts[chosen] = max(byteCounts[chosen], needed)
      buffers[place] = chosen
      for read in Set(instruction.reads + [place]) where lastReads[read] == index {
        if let buffer = buffers[read], read == place || buffer != chosen, !free.contains(buffer) { free.append(buffer) }
      }
      switch instruction.kernel {
      case .linearCodes, .linearGELUCodes, .linearReals:
        sumCount = max(sumCount, graph.nodes[place.node].shape.elementCount)
      case .embedding(let embedding):
        sumCount = max(sumCount, embedding.patches.sumCount)
        patchByteCount = max(patchByteCount, embedding.scratchByteCount)
      case .patchCodes(let patches):
        sumCount = max(sumCount, patches.sumCount)
        patchByteCount = max(patchByteCount, patches.gatheredByteCount)
      default: break
      }
    }
    self.buffers = buffers
    self.byteCounts = byteCounts
    self.sumCount = sumCount
    self.patchByteCount = patchByteCount
  }
}

extension Place {
  func byteCount(in graph: Graph) -> Int {
    graph.nodes[node].shape.elementCount * (form == .floats ? MemoryLayout<Float>.stride : 1)
  }
}
