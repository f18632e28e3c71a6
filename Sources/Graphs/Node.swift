package import Quantization

/// One step of a network: reads the values of earlier nodes and makes one value, which goes by the node's index.
package struct Node: Sendable, Identifiable {
  package let id: Int
  /// The module's name in timm, such as `blocks.3.attn.qkv`.
  package let name: String
  package let op: Op
  /// Nodes whose values it reads, in the order of its formula.
  package let inputs: [Int]
  package let shape: ValueShape
}
