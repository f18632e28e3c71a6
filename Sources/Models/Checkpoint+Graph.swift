import Digests
package import Graphs
import TensorFiles
import Tensors

extension Checkpoint {
  /// Reads the tensors that the network reads, after holding the table of contents against them: none may be missing, of
  /// another shape or left over.
  init(_ tensors: NamedTensors, of graph: Graph) throws(ModelError) {
    let expected = graph.parameters
    if let extra = tensors.names.first(where: { expected[$0] == nil }) {
      // Of a tensor with a wrong name, the right one is told, not only that it has no place.
      let missing = expected.keys.sorted().first { !tensors.contains($0) }
      if let missing, SimilarName.nearest(to: missing, among: [extra]) != nil { throw tensors.missing(missing) }
      throw .unexpectedTensor(path: tensors.path, tensor: tensors.stored(extra))
    }
    for (name, parameter) in expected.sorted(by: { $0.key < $1.key }) {
      guard let found = tensors.shape(of: name) else { throw tensors.missing(name) }
      guard found == parameter.shape else {
        throw .wrongShape(path: tensors.path, tensor: tensors.stored(name), found: found, expected: parameter.shape)
      }
    }
    if let problem = ModelLimits.memoryProblem(of: graph) { throw .beyondLimits(path: tensors.path, problem: problem) }
    try self.init(reading: tensors)
  }

  private init(reading named: NamedTensors) throws(ModelError) {
    var wanted: [String: [(target: String, part: Int)]] = [:]
    for (target, source) in named.sources {
      for (index, part) in source.parts.enumerated() where part.form != .zeros {
        wanted[part.name, default: []].append((target, index))
      }
    }
    var parts: [String: [[Float]]] = named.sources.mapValues { source in
      source.parts.map { $0.form == .zeros ? [Float](repeating: 0, count: $0.shape.elementCount) : [] }
    }
    let digest = DigestBuilder()
    var notFinite: String?
    do throws(TensorFileError) {
      try named.file.readTensors(where: { wanted[$0] != nil }, observing: digest.add) { stored, tensor in
        if !tensor.isFinite { notFinite = min(notFinite ?? stored, stored) }
        for (target, index) in wanted[stored] ?? [] {
          let form = named.sources[target]?.parts[index].form ?? .asStored
          if case .transposed(let order) = form {
            parts[target]?[index] = tensor.transposed(order)
          } else {
            parts[target]?[index] = tensor.elements
          }
        }
      }
    } catch {
      throw ModelError(error)
    }
    if let notFinite { throw .notFinite(path: named.path, tensor: notFinite) }
    var tensors: [String: Tensor] = [:]
    for (target, source) in named.sources {
      let pieces = parts[target] ?? []
      tensors[target] = Tensor(shape: source.shape, elements: pieces.count == 1 ? pieces[0] : Array(pieces.joined()))
    }
    self.init(tensors: tensors, digest: digest.finish().description)
  }
}

extension Tensor {
  /// The elements with the axes in another order: axis i of the result is axis `order[i]` of this.
  fileprivate func transposed(_ order: [Int]) -> [Float] {
    let extents = shape.dimensions
    var strides = [Int](repeating: 1, count: extents.count)
    for axis in (0..<max(extents.count - 1, 0)).reversed() { strides[axis] = strides[axis + 1] * extents[axis + 1] }
    let (target, steps) = (order.map { extents[$0] }, order.map { strides[$0] })
    var index = [Int](repeating: 0, count: order.count)
    var offset = 0
    return elements.indices.map { _ in
      let value = elements[offset]
      var axis = order.count - 1
      while axis >= 0 {
        index[axis] += 1
        offset += steps[axis]
        if index[axis] < target[axis] { break }
        offset -= steps[axis] * target[axis]
        index[axis] = 0
        axis -= 1
      }
      return value
    }
  }
}
