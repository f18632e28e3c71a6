package import Graphs
package import Tensors

/// A network's weights by timm's names, as 32-bit floats; rewriting passes return a new one.
package struct Checkpoint: Sendable {
  package let tensors: [String: Tensor]
  /// SHA-256 of the file that the weights came from.
  package let digest: String

  package init(tensors: [String: Tensor], digest: String) {
    self.tensors = tensors
    self.digest = digest
  }

  /// The tensor that the graph names; a checkpoint is bound to its graph when loaded, so it is there.
  package subscript(name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("the checkpoint has no tensor '\(name)'") }
    return tensor
  }
}
