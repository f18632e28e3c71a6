import Digests
import TensorFiles
import Tensors

extension Checkpoint {
  /// Reads the network's tensors, after holding the file's table of contents against them: none may be missing, of
  /// another shape or left over.
  init(_ weights: CheckpointFile, of network: VisionTransformer) throws(ModelError) {
    let shapes = network.tensorShapes
    if let extra = weights.names.first(where: { shapes[$0] == nil }) {
      // Of a tensor with a wrong name, the right one is told, not only that it has no place.
      let missing = shapes.keys.sorted().first { !weights.contains($0) }
      if let missing, weights.similar(to: missing) != nil { throw weights.missing(missing) }
      throw .unexpectedTensor(path: weights.path, tensor: extra)
    }
    try network.checkPositions(weights)
    for (name, expected) in shapes.sorted(by: { $0.key < $1.key }) {
      guard let found = weights.shape(of: name) else { throw weights.missing(name) }
      guard found == expected else {
        throw .wrongShape(path: weights.path, tensor: name, found: found, expected: expected)
      }
    }
    if let problem = ModelLimits.memoryProblem(of: network) {
      throw .beyondLimits(path: weights.path, problem: problem)
    }

    let digest = DigestBuilder()
    var tensors: [String: Tensor] = [:]
    var notFinite: String?
    do throws(TensorFileError) {
      try weights.file.readTensors(observing: digest.add) { stored, tensor in
        let name = String(stored.dropFirst(weights.prefix.count))
        if !tensor.isFinite { notFinite = min(notFinite ?? name, name) }
        tensors[name] = tensor
      }
    } catch {
      throw ModelError(error)
    }
    if let notFinite { throw .notFinite(path: weights.path, tensor: notFinite) }
    self.init(tensors: tensors, digest: digest.finish().description)
  }
}
