import Quantization
import Tensors

extension Graph {
  /// What makes this no network, nil where it is one; looked for whenever one is made.
  var problem: String? { nodeProblem ?? siteProblem ?? moduleProblem }

  private var nodeProblem: String? {
    for (index, node) in nodes.enumerated() {
      guard node.id == index else { return "node \(index) has the id \(node.id)" }
      for input in node.inputs where !(0..<index).contains(input) {
        return "\(node.name) reads the node \(input), which is not before it"
      }
      if let problem = shapeProblem(of: node) { return "\(node.name): \(problem)" }
    }
    guard !outputs.isEmpty else { return "it has no output" }
    for output in outputs where !nodes.indices.contains(output.node) { return "the output \(output.name) has no node" }
    let read = Set(outputs.map(\.node))
    for node in nodes where readers[node.id].isEmpty && !read.contains(node.id) {
      return "nothing reads \(node.name)"
    }
    return nil
  }

  private func shapeProblem(of node: Node) -> String? {
    let inputs = node.inputs.map { nodes[$0].shape }
    guard let count = node.op.inputCount(inputs.count) else { return "it has \(inputs.count) inputs" }
    guard count == inputs.count else { return "it has \(inputs.count) inputs, not \(count)" }
    guard let expected = node.op.shape(of: inputs, parameters: parameters, declared: node.shape) else {
      return "its inputs do not fit: \(inputs.map { "\($0.rowCount)×\($0.columnCount)" })"
    }
    return expected == node.shape
      ? nil : "its shape is \(node.shape), its inputs make \(expected)"
  }

  private var siteProblem: String? {
    guard Set(sites.map(\.id)).count == sites.count else { return "two sites have one name" }
    let named = nodes.compactMap(\.op.site)
    guard Set(named).count == named.count else { return "two nodes quantize at one site" }
    guard Set(named) == Set(sites.map(\.id)) else {
      let missing = Set(named).symmetricDifference(sites.map(\.id))
      return "\(missing.map(\.name).sorted()) stands in no node or in no list"
    }
    for node in nodes {
      switch node.op {
      case .layerNorm(let norm):
        for id in [norm.input, norm.output].compactMap(\.self) where site(id) == nil {
          return "\(node.name) names the site \(id), which is not there"
        }
      case .softmax(_, let scores, _, _) where site(scores) == nil:
        return "\(node.name) names the site \(scores), which is not there"
      default: break
      }
    }
    for norm in layerNorms where site(norm.input) == nil || site(norm.output) == nil {
      return "the LayerNorm \(norm.name) names a site that is not there"
    }
    for attention in attentions where site(attention.scores) == nil || site(attention.probabilities) == nil {
      return "the attention \(attention.name) names a site that is not there"
    }
    return nil
  }

  private var moduleProblem: String? {
    guard let root = modules.first, root.kind == .network else { return "its first module is not the network" }
    let placed = siteIDs(of: 0)
    guard placed.count == sites.count, Set(placed) == Set(sites.map(\.id)) else {
      return "the modules do not hold every site once"
    }
    return nil
  }
}

extension Op {
  /// Values that the op reads; nil where it takes any number from one on and `given` is none.
  fileprivate func inputCount(_ given: Int) -> Int? {
    switch self {
    case .image, .constant: 0
    case .scores, .weightedValues, .add, .multiply: 2
    case .rows: given > 0 ? given : nil
    default: 1
    }
  }

  /// The shape that the op makes of its inputs; nil where they do not fit it.
  fileprivate func shape(
    of inputs: [ValueShape], parameters: [String: Parameter], declared: ValueShape
  ) -> ValueShape? {
    func outputs(_ weight: String, inputs: Int) -> Int? {
      guard let extents = parameters[weight]?.shape.dimensions, let first = extents.first,
        extents.dropFirst().reduce(1, *) == inputs
      else { return nil }
      return first
    }
    switch self {
    case .image, .constant: return declared
    case .quantize, .softmax, .layerNorm, .activation, .rotate, .unitRows, .mixHeads: return inputs[0]
    case .convolution(let weight, _, let patches, _):
      guard inputs[0].columnCount == patches.imageSide * patches.imageSide else { return nil }
      return outputs(weight, inputs: inputs[0].rowCount * patches.side * patches.side).map {
        ValueShape(rows: patches.count, columns: $0)
      }
    case .linear(let weight, _, _):
      return outputs(weight, inputs: inputs[0].columnCount).map {
        ValueShape(rows: inputs[0].rowCount, columns: $0)
      }
    case .scores(let attention):
      guard inputs[0].rowCount == attention.groupCount * attention.queryCount,
        inputs[1].rowCount == attention.groupCount * attention.keyCount,
        inputs[0].columnCount >= attention.queryColumn + attention.width,
        inputs[1].columnCount >= attention.keyColumn + attention.width
      else { return nil }
      return attention.scoreShape
    case .weightedValues(let attention):
      guard inputs[0] == attention.scoreShape, inputs[1].rowCount == attention.groupCount * attention.keyCount,
        inputs[1].columnCount >= attention.valueColumn + attention.width
      else { return nil }
      return attention.contextShape
    case .rows(let map):
      let fits = map.pieces.allSatisfy { piece in
        piece.isZeros
          || inputs.indices.contains(Int(piece.input)) && (0..<inputs[Int(piece.input)].rowCount).contains(Int(piece.row))
            && piece.column >= 0 && Int(piece.column) + map.pieceWidth <= inputs[Int(piece.input)].columnCount
      }
      return fits ? map.shape : nil
    case .columns(let range):
      guard range.lowerBound >= 0, range.upperBound <= inputs[0].columnCount, !range.isEmpty else { return nil }
      return ValueShape(rows: inputs[0].rowCount, columns: range.count)
    case .view: return inputs[0].elementCount == declared.elementCount ? declared : nil
    case .add, .multiply:
      guard inputs[0].columnCount == inputs[1].columnCount, inputs[0].rowCount % inputs[1].rowCount == 0 else {
        return nil
      }
      return inputs[0]
    case .pool(_, let rows):
      guard !rows.isEmpty, rows.lowerBound >= 0, rows.upperBound <= inputs[0].rowCount else { return nil }
      return ValueShape(rows: 1, columns: inputs[0].columnCount)
    }
  }
}
