package import Graphs
import Quantization

/// A configuration, a calibration and a checkpoint compiled into instructions: immutable, shared by all workers.
package struct Plan: Sendable {
  package let graph: Graph
  let instructions: [Instruction]
  /// What no image changes, by place.
  let constants: ConstantValues
  let memory: MemoryPlan
  /// Where a run can begin; empty where nothing runs in integers.
  let cuts: [Cut]
  /// Sites whose quantizers run as quantize–dequantize in float.
  package let simulatedSiteCount: Int
  /// Sites whose arithmetic runs in integers throughout.
  let integerSites: Set<SiteID>
  package var integerSiteCount: Int { integerSites.count }
  /// Whether anything runs in integers.
  package var isInteger: Bool { instructions.contains { $0.kernel.isInteger } }

  init(
    graph: Graph, instructions: [Instruction], constants: ConstantValues, simulatedSiteCount: Int,
    integerSites: Set<SiteID>, key: (Node) -> PrefixKey?, branchKey: (Node) -> PrefixKey?
  ) {
    if let problem = Self.coverageProblem(of: instructions, graph: graph) {
      preconditionFailure("\(graph.architecture): \(problem)")
    }
    self.graph = graph
    self.instructions = instructions
    self.constants = constants
    memory = MemoryPlan(instructions, graph: graph)
    cuts =
      instructions.contains { $0.kernel.isInteger }
      ? Self.cuts(instructions, graph: graph, key: key, branchKey: branchKey) : []
    self.simulatedSiteCount = simulatedSiteCount
    self.integerSites = integerSites
  }

  /// What makes some instructions no plan of the graph, nil where they are one: every node that an image changes is
  /// computed exactly once, and everything is written before it is read.
  static func coverageProblem(of instructions: [Instruction], graph: Graph) -> String? {
    var computed = [Int](repeating: 0, count: graph.nodes.count)
    var written: Set<Place> = []
    for instruction in instructions {
      let name = graph.nodes[instruction.writes.node].name
      for place in instruction.reads where !graph.isConstant[place.node] && !written.contains(place) {
        return "\(name) reads the \(place.form) of \(graph.nodes[place.node].name) before they are there"
      }
      for node in instruction.nodes { computed[node] += 1 }
      guard written.insert(instruction.writes).inserted else { return "\(name) is written twice" }
    }
    for node in graph.nodes {
      let expected = graph.isConstant[node.id] ? 0 : 1
      guard computed[node.id] == expected else {
        return "\(node.name) is computed \(computed[node.id]) times, not \(expected)"
      }
    }
    for output in graph.outputs where !written.contains(Place(node: output.node, form: .floats)) {
      return "the output \(output.name) is not written"
    }
    return nil
  }
}
