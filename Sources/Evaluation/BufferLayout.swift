package import Models

/// Which scratch buffer holds each operation's value; a buffer is used again when its value is no longer read.
package struct BufferLayout: Sendable {
  /// By operation.
  package let buffers: [Int]
  /// Elements a buffer must hold.
  package let elementCounts: [Int]

  package init(graph: ModelGraph) {
    var lastUse = Array(graph.operations.indices)
    for operation in graph.operations {
      for input in operation.inputs { lastUse[input] = operation.id }
    }
    var buffers: [Int] = []
    var elementCounts: [Int] = []
    var free: [Int] = []
    for operation in graph.operations {
      let needed = operation.value.elementCount
      if operation.isInPlace {
        let input = operation.inputs[0]
        precondition(lastUse[input] == operation.id, "\(operation.name) overwrites a value that is read later")
        buffers.append(buffers[input])
      } else {
        // The closest fit keeps the working set, and so its share of the core's cache, small.
        let fit = free.indices.min {
          abs(elementCounts[free[$0]] - needed) < abs(elementCounts[free[$1]] - needed)
        }
        if let fit {
          let buffer = free.remove(at: fit)
          elementCounts[buffer] = max(elementCounts[buffer], needed)
          buffers.append(buffer)
        } else {
          buffers.append(elementCounts.count)
          elementCounts.append(needed)
        }
      }
      for input in operation.inputs where lastUse[input] == operation.id && buffers[input] != buffers[operation.id] {
        if !free.contains(buffers[input]) { free.append(buffers[input]) }
      }
    }
    self.buffers = buffers
    self.elementCounts = elementCounts
  }
}

extension Operation {
  /// Whether the value is written over the first input's.
  package var isInPlace: Bool {
    switch kind {
    case .quantize, .softmax, .gelu, .addPositions: true
    default: false
    }
  }
}
