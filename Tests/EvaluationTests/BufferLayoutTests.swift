import Graphs
import Evaluation
import Models
import TestSupport
import Testing

@Suite struct BufferLayoutTests {
  static let networks: [VisionTransformer] = [
    (16, 4, 32, 2, 2, 128), (8, 8, 6, 1, 3, 7), (224, 16, 192, 12, 3, 768), (24, 4, 10, 5, 1, 3),
  ].map { size, patch, width, depth, heads, hidden in
    VisionTransformer(
      architecture: "vit_test", imageSize: size, patchSize: patch, width: width, depth: depth, headCount: heads,
      hiddenWidth: hidden, classCount: 5, hasQueryKeyValueBias: true)
  }

  private static func lastUses(_ graph: Graph) -> [Int] {
    var lastUse = Array(graph.operations.indices)
    for operation in graph.operations { for input in operation.inputs { lastUse[input] = operation.id } }
    // The logits are read after the run.
    lastUse[graph.operations.count - 1] = graph.operations.count
    return lastUse
  }

  @Test(arguments: networks)
  func `No value is overwritten before its last reader ran`(network: VisionTransformer) {
    let graph = network.graph
    let layout = BufferLayout(graph: graph)
    let lastUse = Self.lastUses(graph)
    for writer in graph.operations {
      for older in 0..<writer.id where layout.buffers[older] == layout.buffers[writer.id] {
        if lastUse[older] < writer.id { continue }
        #expect(
          writer.isInPlace && lastUse[older] == writer.id && writer.inputs[0] == older,
          "\(writer.name) overwrites \(graph.operations[older].name)")
      }
    }
  }

  @Test(arguments: networks)
  func `Every buffer holds its largest value`(network: VisionTransformer) {
    let graph = network.graph
    let layout = BufferLayout(graph: graph)
    #expect(layout.buffers.count == graph.operations.count)
    for (buffer, count) in layout.elementCounts.enumerated() {
      let needed = graph.operations.filter { layout.buffers[$0.id] == buffer }.map(\.value.elementCount).max()
      #expect(needed == count)
    }
  }

  @Test(arguments: networks)
  func `Operations in place stay in their input's buffer`(network: VisionTransformer) {
    let graph = network.graph
    let layout = BufferLayout(graph: graph)
    for operation in graph.operations where operation.isInPlace {
      #expect(layout.buffers[operation.id] == layout.buffers[operation.inputs[0]], "\(operation.name)")
    }
  }

  @Test func `Memory does not grow with depth`() {
    func count(_ depth: Int) -> Int {
      let network = VisionTransformer(
        architecture: "vit_test", imageSize: 16, patchSize: 4, width: 32, depth: depth, headCount: 2, hiddenWidth: 128,
        classCount: 5, hasQueryKeyValueBias: true)
      return BufferLayout(graph: network.graph).elementCounts.reduce(0, +)
    }
    #expect(count(20) == count(2))
  }
}
