package import Quantization
package import Tensors

/// Collects nodes, sites, parameters and modules in network order; an architecture's file writes a network down with it.
///
/// Names are relative to the scope in which they are given.
package struct GraphBuilder {
  package private(set) var nodes: [Node] = []
  private var sites: [Site] = []
  private var layerNorms: [Graph.LayerNormSite] = []
  private var attentions: [Graph.AttentionSite] = []
  private var modules = [Module(path: "", kind: .network, parent: nil, children: [])]
  private var parameters: [String: Parameter] = [:]
  private var module = 0
  /// What names are relative to; a module that only groups does not change it.
  private var path = ""
  private var block: (index: Int, path: String)?
  private var blockCount = 0

  package init() {}

  package func finish(
    architecture: String, output: Int, name: String = "logits", classCount: Int?, imageSize: Int
  ) -> Graph {
    Graph(
      architecture: architecture, nodes: nodes, sites: sites, layerNorms: layerNorms, attentions: attentions,
      outputs: [.init(name: name, node: output)], modules: modules, parameters: parameters, classCount: classCount,
      imageSize: imageSize)
  }

  package func shape(_ node: Int) -> ValueShape { nodes[node].shape }

  /// The name in full.
  package func absolute(_ name: String) -> String { path.isEmpty ? name : name.isEmpty ? path : path + "." + name }

  // MARK: - Modules

  /// Declares a module; what `body` appends is its own, and names in it are relative to it.
  package mutating func module<Result>(
    _ name: String, _ kind: Module.Kind, _ body: (inout GraphBuilder) -> Result
  ) -> Result {
    let outer = (module, path, block)
    path = absolute(name)
    enter(path, kind)
    if kind == .block {
      block = (blockCount, path)
      blockCount += 1
    }
    let result = body(&self)
    (module, path, block) = outer
    return result
  }

  /// Declares a module that only groups: names in it are as outside.
  package mutating func group<Result>(
    _ title: String, _ kind: Module.Kind, _ body: (inout GraphBuilder) -> Result
  ) -> Result {
    let outer = module
    enter(title, kind)
    let result = body(&self)
    module = outer
    return result
  }

  private mutating func enter(_ path: String, _ kind: Module.Kind) {
    modules.append(Module(path: path, kind: kind, parent: module, children: []))
    modules[module].children.append(.module(modules.count - 1))
    module = modules.count - 1
  }

  // MARK: - Nodes

  /// Appends a node and returns its index, by which later ones name its value.
  package mutating func append(_ name: String, _ op: Op, from inputs: [Int], rows: Int, columns: Int) -> Int {
    let id = nodes.count
    nodes.append(
      Node(id: id, name: absolute(name), op: op, inputs: inputs, shape: ValueShape(rows: rows, columns: columns)))
    return id
  }

  /// Appends a node whose value has the shape of its first input's.
  package mutating func append(_ name: String, _ op: Op, from inputs: Int...) -> Int {
    let shape = nodes[inputs[0]].shape
    return append(name, op, from: inputs, rows: shape.rowCount, columns: shape.columnCount)
  }

  package mutating func image(side: Int) -> Int {
    append("input", .image, from: [], rows: 3, columns: side * side)
  }

  /// Declares a tensor of the checkpoint, and returns its name in full.
  package mutating func parameter(_ name: String, _ extents: [Int]) -> String {
    let name = absolute(name)
    parameters[name] = Parameter(name: name, shape: Shape(extents))
    return name
  }

  /// A tensor of the checkpoint as a value of so many rows and columns.
  package mutating func constant(_ name: String, _ extents: [Int], rows: Int, columns: Int) -> Int {
    let parameter = parameter(name, extents)
    return append(name, .constant(.parameter(parameter)), from: [], rows: rows, columns: columns)
  }

  /// As `constant`, by its name in full.
  package mutating func constant(absolute name: String, _ extents: [Int], rows: Int, columns: Int) -> Int {
    parameters[name] = Parameter(name: name, shape: Shape(extents))
    let id = nodes.count
    nodes.append(
      Node(
        id: id, name: name, op: .constant(.parameter(name)), inputs: [],
        shape: ValueShape(rows: rows, columns: columns)))
    return id
  }

  package mutating func numbers(_ name: String, _ values: [Float], rows: Int, columns: Int) -> Int {
    append(name, .constant(.numbers(values)), from: [], rows: rows, columns: columns)
  }

  /// Appends the quantizer of an activation site over the value of `input`.
  ///
  /// - Parameter alias: the name in full that the method's authors' program gives the site.
  package mutating func quantize(
    _ name: String, alias: String? = nil, _ role: SiteRole, from input: Int
  ) -> Int {
    let shape = nodes[input].shape
    let id = site(name, alias: alias, role, rows: shape.rowCount, channels: shape.columnCount)
    return append(name, .quantize(id), from: [input], rows: shape.rowCount, columns: shape.columnCount)
  }

  private mutating func site(
    _ name: String, alias: String? = nil, _ role: SiteRole, rows: Int, channels: Int
  ) -> SiteID {
    let full = absolute(name)
    let local = block.map { full.hasPrefix($0.path + ".") ? String(full.dropFirst($0.path.count + 1)) : full }
    let id = SiteID(full)
    sites.append(
      Site(
        id: id, alias: alias, role: role, rowCount: rows, channelCount: channels, block: block?.index,
        localName: local ?? full))
    modules[module].children.append(.site(id))
    return id
  }

  /// Appends a linear layer and its weight's site.
  ///
  /// - Parameter alias: the layer's name in the authors' program where it is not this one's.
  package mutating func linear(
    _ name: String, alias: String? = nil, bias: Bool = true, from input: Int, outputs: Int
  ) -> Int {
    let shape = nodes[input].shape
    let weight = parameter(name + ".weight", [outputs, shape.columnCount])
    let id = site(
      name + ".weight", alias: alias ?? absolute(name), .weight, rows: shape.columnCount, channels: outputs)
    let bias = bias ? parameter(name + ".bias", [outputs]) : nil
    return append(
      name, .linear(weight: weight, bias: bias, site: id), from: [input], rows: shape.rowCount, columns: outputs)
  }

  /// Appends the embedding of an image's patches and its weight's site.
  package mutating func convolution(
    _ name: String, bias: Bool = true, patches: Patches, from image: Int, outputs: Int
  ) -> Int {
    let weight = parameter(name + ".weight", [outputs, 3, patches.side, patches.side])
    let id = site(
      name + ".weight", alias: absolute(name), .weight, rows: 3 * patches.side * patches.side, channels: outputs)
    let bias = bias ? parameter(name + ".bias", [outputs]) : nil
    return append(
      name, .convolution(weight: weight, bias: bias, patches, site: id), from: [image], rows: patches.count,
      columns: outputs)
  }

  /// Appends a LayerNorm over a value that was quantized, or over rows of one; its output's site, which the caller
  /// appends, has its name and `.output`.
  ///
  /// - Parameter outputSite: the site's name in full where it is another.
  package mutating func layerNorm(
    _ name: String, from input: Int, epsilon: Float, hasBias: Bool = true, isRootMeanSquare: Bool = false,
    outputSite: String? = nil
  ) -> Int {
    let shape = nodes[input].shape
    let output = SiteID(outputSite ?? absolute(name) + ".output")
    let inputSite = streamSite(input)
    let norm = LayerNorm(
      weight: parameter(name + ".weight", [shape.columnCount]),
      bias: hasBias ? parameter(name + ".bias", [shape.columnCount]) : nil, epsilon: epsilon, input: inputSite,
      output: output, isRootMeanSquare: isRootMeanSquare)
    if let inputSite {
      layerNorms.append(.init(name: absolute(name), block: block?.index, input: inputSite, output: output))
    }
    return append(name, .layerNorm(norm), from: input)
  }

  /// Appends a LayerNorm over short rows within a layer, such as each head's queries, where no site stands.
  package mutating func innerNorm(
    _ name: String, from input: Int, epsilon: Float, hasBias: Bool = true, isRootMeanSquare: Bool = false
  ) -> Int {
    let columns = nodes[input].shape.columnCount
    let norm = LayerNorm(
      weight: parameter(name + ".weight", [columns]), bias: hasBias ? parameter(name + ".bias", [columns]) : nil,
      epsilon: epsilon, input: nil, output: nil, isRootMeanSquare: isRootMeanSquare)
    return append(name, .layerNorm(norm), from: input)
  }

  /// The site that a LayerNorm's input was quantized at, directly or before its rows were moved.
  private func streamSite(_ node: Int) -> SiteID? {
    switch nodes[node].op {
    case .quantize(let site): site
    case .rows, .view: nodes[node].inputs.count == 1 ? streamSite(nodes[node].inputs[0]) : nil
    default: nil
    }
  }

  /// Appends the softmax of scores that were quantized, its site, and the attention's entry for the reader.
  package mutating func softmax(
    alias: String? = nil, from scores: Int, _ attention: AttentionShape,
    queries: TokenGrid, keys: TokenGrid? = nil, mask: WindowMask? = nil
  ) -> Int {
    guard case .quantize(let scoreSite) = nodes[scores].op else { preconditionFailure("scores are quantized") }
    let shape = attention.scoreShape
    let id = site("softmax", alias: alias, .attention, rows: shape.rowCount, channels: shape.columnCount)
    attentions.append(
      .init(
        name: path, block: block?.index, scores: scoreSite, probabilities: id, shape: attention, queries: queries,
        keys: keys ?? queries, mask: mask))
    return append(
      "softmax", .softmax(site: id, scores: scoreSite, attention, mask: mask), from: [scores], rows: shape.rowCount,
      columns: shape.columnCount)
  }

  package mutating func rows(_ name: String, _ map: RowMap, from inputs: Int...) -> Int {
    append(name, .rows(map), from: inputs, rows: map.shape.rowCount, columns: map.shape.columnCount)
  }

  /// One row of a value.
  package mutating func row(_ name: String, _ row: Int, from input: Int) -> Int {
    rows(name, RowMap(pieceWidth: nodes[input].shape.columnCount, pieces: [.init(row: row)]), from: input)
  }

  /// Rows of several values, one after the other.
  package mutating func concatenate(_ name: String, _ inputs: [Int]) -> Int {
    let pieces = inputs.enumerated().flatMap { index, input in
      (0..<nodes[input].shape.rowCount).map { RowMap.Piece(input: index, row: $0) }
    }
    let map = RowMap(pieceWidth: nodes[inputs[0]].shape.columnCount, pieces: pieces)
    return append(name, .rows(map), from: inputs, rows: map.shape.rowCount, columns: map.shape.columnCount)
  }

  package mutating func columns(_ name: String, _ range: Range<Int>, from input: Int) -> Int {
    append(name, .columns(range), from: [input], rows: nodes[input].shape.rowCount, columns: range.count)
  }

  package mutating func view(_ name: String, rows: Int, columns: Int, from input: Int) -> Int {
    append(name, .view, from: [input], rows: rows, columns: columns)
  }

  package mutating func pool(_ name: String, _ pooling: Pooling, rows: Range<Int>, from input: Int) -> Int {
    append(name, .pool(pooling, rows: rows), from: [input], rows: 1, columns: nodes[input].shape.columnCount)
  }

  package mutating func scores(_ attention: AttentionShape, queries: Int, keys: Int) -> Int {
    append(
      "scores", .scores(attention), from: [queries, keys], rows: attention.scoreShape.rowCount,
      columns: attention.scoreShape.columnCount)
  }

  package mutating func context(
    _ attention: AttentionShape, probabilities: Int, values: Int
  ) -> Int {
    append(
      "context", .weightedValues(attention), from: [probabilities, values], rows: attention.contextShape.rowCount,
      columns: attention.contextShape.columnCount)
  }

  /// Talking heads: sums over heads of their maps, [heads, heads] and a bias.
  package mutating func mixHeads(_ name: String, heads: Int, from input: Int) -> Int {
    let weight = parameter(name + ".weight", [heads, heads])
    let id = site(name + ".weight", alias: absolute(name), .weight, rows: heads, channels: heads)
    let bias = parameter(name + ".bias", [heads])
    return append(name, .mixHeads(weight: weight, bias: bias, heads: heads, site: id), from: input)
  }
}
