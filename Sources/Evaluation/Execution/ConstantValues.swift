import Graphs
import Kernels
import Models
import Quantization
import Tensors

/// The values of a graph that no image changes, as a plan's quantizers make them.
struct ConstantValues: Sendable {
  private(set) var floats: [Int: [Float]] = [:]
  private(set) var codes: [Int: [UInt8]] = [:]

  static let none = ConstantValues()

  /// Where a constant's codes are wanted.
  mutating func addCodes(of node: Int, grid: CodeGrid) {
    guard codes[node] == nil, let values = floats[node] else { return }
    codes[node] = grid.codes(of: values)
  }

  mutating func setCodes(_ values: [UInt8], of node: Int) { codes[node] = values }

  mutating func setFloats(_ values: [Float], of node: Int) { floats[node] = values }

  /// Computes all of them, with the kernels that a plan in float would run.
  init(
    graph: Graph, input: InputSpecification, kernel: (Node) throws(EvaluationError) -> Kernel,
    checkpoint: Checkpoint
  ) throws(EvaluationError) {
    for node in graph.nodes where graph.isConstant[node.id] {
      switch node.op {
      case .constant(.parameter(let name)): floats[node.id] = checkpoint[name].elements
      case .constant(.numbers(let values)): floats[node.id] = values
      default:
        let inputs = node.inputs.map { floats[$0] ?? [] }
        floats[node.id] = try KernelRun.value(of: node, try kernel(node), inputs: inputs, graph: graph)
      }
    }
  }

  private init() {}
}
