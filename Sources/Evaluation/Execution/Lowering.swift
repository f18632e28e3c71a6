import Graphs
import Kernels
import Models
import Quantization

/// From a graph to the instructions of one plan: rules find what integer kernels can run together, and everything else runs
/// in float, a node at a time.
struct Lowering {
  let compiler: PlanCompiler
  let graph: Graph
  let configuration: QuantizationConfiguration
  let quantizers: QuantizerTable
  let usesIntegers: Bool
  /// Where the softmax is Log-Int-Softmax on scores that no quantizer has rounded.
  let realScoreScales: [SiteID: Float]

  /// What a rule found: nodes that one kernel computes, the last of which is its value.
  struct Fusion {
    let nodes: [Int]
    let reads: [Place]
    var kernel: Kernel
    /// What its codes stand for; nil where it leaves floats.
    let grid: CodeGrid?
    let sites: [SiteID]
    var row: Int?

    var last: Int { nodes[nodes.count - 1] }
  }

  /// Tried in their order at every node that no fusion before covers; a file in Rules for each.
  private enum Rule: CaseIterable {
    case embedding, patches, layerNorm, linear, attention, add, movedRows, mean
  }

  var constants = ConstantValues.none
  private var fusions: [Int: Fusion] = [:]
  private var covered: Set<Int> = []
  /// What each node's codes stand for, where it has codes or can be given them.
  private(set) var grids: [Int: CodeGrid] = [:]
  private let outputs: Set<Int>

  init(
    compiler: PlanCompiler, configuration: QuantizationConfiguration, quantizers: QuantizerTable, usesIntegers: Bool,
    realScoreScales: [SiteID: Float]
  ) throws(EvaluationError) {
    self.compiler = compiler
    self.configuration = configuration
    self.quantizers = quantizers
    self.usesIntegers = usesIntegers
    self.realScoreScales = realScoreScales
    graph = compiler.model.graph
    outputs = Set(graph.outputs.map(\.node))
    let this = self
    constants = try ConstantValues(
      graph: graph, input: compiler.model.input,
      kernel: { node throws(EvaluationError) in try this.floatKernel(node) }, checkpoint: compiler.model.checkpoint)
    guard usesIntegers else { return }
    // Before all others, as a constant may stand behind what a rule begins at.
    for node in graph.nodes where graph.isConstant[node.id] { constantGrid(node) }
    for node in graph.nodes where !graph.isConstant[node.id] {
      guard !covered.contains(node.id) else { continue }
      if let fusion = try fusion(at: node) {
        fusions[fusion.last] = fusion
        covered.formUnion(fusion.nodes)
        grids[fusion.last] = fusion.grid
      } else if case .quantize(let site) = node.op {
        grids[node.id] = grid(site, channelCount: node.shape.columnCount)
      }
    }
    try leaveOutUnreadRows()
  }

  private mutating func fusion(at node: Node) throws(EvaluationError) -> Fusion? {
    for rule in Rule.allCases {
      if let fusion = try fusion(at: node, by: rule) { return fusion }
    }
    return nil
  }

  private mutating func fusion(at node: Node, by rule: Rule) throws(EvaluationError) -> Fusion? {
    switch rule {
    case .embedding: try embedding(node)
    case .patches: try patches(node)
    case .layerNorm: layerNorm(node)
    case .linear: try linear(node)
    case .attention: try attention(node)
    case .add: add(node)
    case .movedRows: movedRows(node)
    case .mean: mean(node)
    }
  }

  /// Codes of a constant that is quantized, and of what is looked up in it.
  private mutating func constantGrid(_ node: Node) {
    switch node.op {
    case .quantize(let site):
      grids[node.id] = grid(site, channelCount: node.shape.columnCount)
    case .rows where node.inputs.count == 1:
      if let source = grids[node.inputs[0]], source.isLayerWise {
        grids[node.id] = CodeGrid(source, channels: node.shape.columnCount)
      }
    default: break
    }
    if let grid = grids[node.id] { constants.addCodes(of: node.id, grid: grid) }
  }

  // MARK: - What rules ask

  func shape(_ node: Int) -> ValueShape { graph.nodes[node].shape }

  func scheme(_ id: SiteID) -> QuantizationScheme { graph.site(id).map(configuration.scheme(at:)) ?? .float }

  /// The only reader of a node's value, where nothing else sees it.
  func reader(of node: Node) -> Node? {
    guard graph.readers[node.id].count == 1, !outputs.contains(node.id) else { return nil }
    return graph.nodes[graph.readers[node.id][0]]
  }

  /// The site's quantizer stands right behind `node`, and has codes.
  func quantized(_ node: Node) -> (node: Node, site: SiteID, grid: CodeGrid)? {
    guard let reader = reader(of: node), case .quantize(let site) = reader.op,
      let grid = grid(site, channelCount: reader.shape.columnCount)
    else { return nil }
    return (reader, site, grid)
  }

  func grid(_ site: SiteID, channelCount: Int) -> CodeGrid? {
    switch quantizers[site] {
    case .uniform(let quantizer): CodeGrid(quantizer, channelCount: channelCount)
    case .powersOfTwoScale(let quantizer): CodeGrid(quantizer.uniform, channelCount: channelCount)
    case .float, .log2, .logIntSoftmax: nil
    }
  }

  func layerWise(_ grid: CodeGrid?) -> CodeGrid? { grid?.isLayerWise == true ? grid : nil }

  /// The codes of a node, where it has codes.
  func codes(_ node: Int) -> Place { Place(node: node, form: .codes) }

  // MARK: - Rows that nobody reads

  /// Which rows of a value are read.
  private enum Need: Equatable {
    case none
    case row(Int)
    case all

    mutating func add(_ other: Need) {
      switch (self, other) {
      case (_, .none): break
      case (.none, _): self = other
      case (.row(let a), .row(let b)) where a == b: break
      default: self = .all
      }
    }
  }

  /// Where only the class token is read in the end, the last block need not compute the others.
  private mutating func leaveOutUnreadRows() throws(EvaluationError) {
    var needs = [Need](repeating: .none, count: graph.nodes.count)
    for output in outputs { needs[output] = .all }
    for node in graph.nodes.reversed() where !graph.isConstant[node.id] {
      if var fusion = fusions[node.id] {
        let reads = fusion.reads.map(\.node).filter { !graph.isConstant[$0] }
        let hasWholeRows = reads.allSatisfy { shape($0).rowCount == node.shape.rowCount }
        if case .row(let row) = needs[node.id], node.shape.rowCount > 1,
          try narrow(&fusion, to: row, isRowByRow: hasWholeRows)
        {
          fusion.row = row
          fusions[node.id] = fusion
        }
        for input in reads { needs[input].add(Self.need(of: fusion)) }
      } else if !covered.contains(node.id) {
        for input in node.inputs { needs[input].add(.all) }
      }
    }
  }

  private static func need(of fusion: Fusion) -> Need {
    switch fusion.kernel {
    case .layerNormCodes(_, _, _, let selection?): .row(selection)
    case .rowsOfCodes(let map, _, _):
      // Of one row, that is all that is read.
      if map.pieces.count == 1, !map.pieces[0].isZeros { .row(Int(map.pieces[0].row)) } else { .all }
    case .layerNormCodes, .linearCodes, .linearGELUCodes, .linearReals, .addCodes: fusion.row.map(Need.row) ?? .all
    default: .all
    }
  }

  /// Gives the fusion products of one row; false where its kernel makes all rows.
  private func narrow(_ fusion: inout Fusion, to row: Int, isRowByRow: Bool) throws(EvaluationError) -> Bool {
    switch fusion.kernel {
    case .linearCodes(let product, let requantization):
      fusion.kernel = .linearCodes(try compiler.singleRow(of: product), requantization)
    case .linearGELUCodes(let product, let requantization, let output):
      fusion.kernel = .linearGELUCodes(try compiler.singleRow(of: product), requantization, output: output)
    case .linearReals(let product, let requantization):
      fusion.kernel = .linearReals(try compiler.singleRow(of: product), requantization)
    case .attentionCodes(var attention):
      let shape = attention.shape
      guard shape.groupCount == 1, attention.bias == nil, attention.mask == nil else { return false }
      attention.products = try compiler.attentionCodes(
        tokens: shape.keyCount, headCount: shape.headCount, headDimension: shape.headDimension, query: row)
      fusion.kernel = .attentionCodes(attention)
    case .layerNormCodes(_, _, _, nil): return isRowByRow
    case .addCodes: return isRowByRow && fusion.reads.allSatisfy { !graph.isConstant[$0.node] }
    default: return false
    }
    return true
  }

  // MARK: - The plan

  func plan() throws(EvaluationError) -> Plan {
    var constants = constants
    let simulated = graph.nodes.filter { !graph.isConstant[$0.id] && !covered.contains($0.id) }
    let readAsFloats = Set(simulated.flatMap(\.inputs)).union(outputs)
    let readAsCodes = Set(fusions.values.flatMap(\.reads).filter { $0.form == .codes }.map(\.node))
    for node in readAsCodes where graph.isConstant[node] {
      if let grid = grids[node] { constants.addCodes(of: node, grid: grid) }
    }
    var instructions: [Instruction] = []
    for node in graph.nodes where !graph.isConstant[node.id] {
      let (floats, codes) = (Place(node: node.id, form: .floats), Place(node: node.id, form: .codes))
      if let fusion = fusions[node.id] {
        instructions.append(
          Instruction(
            nodes: fusion.nodes, reads: fusion.reads, writes: fusion.grid == nil ? floats : codes,
            kernel: fusion.kernel, row: fusion.row))
        if let grid = fusion.grid, readAsFloats.contains(node.id) {
          instructions.append(Instruction(nodes: [], reads: [codes], writes: floats, kernel: .decode(grid)))
        }
      } else if !covered.contains(node.id) {
        instructions.append(
          Instruction(
            nodes: [node.id], reads: node.inputs.map { Place(node: $0, form: .floats) }, writes: floats,
            kernel: try floatKernel(node)))
        if let grid = grids[node.id], readAsCodes.contains(node.id) {
          instructions.append(Instruction(nodes: [], reads: [floats], writes: codes, kernel: .encode(grid)))
        }
      }
    }
    let quantized = graph.sites.filter { configuration.scheme(at: $0) != .float }
    let integer = Set(fusions.values.flatMap(\.sites)).intersection(quantized.map(\.id))
    return Plan(
      graph: graph, instructions: instructions, constants: constants,
      simulatedSiteCount: quantized.count - integer.count, integerSites: integer, key: prefixKey, branchKey: branchKey)
  }

  // MARK: - Where runs can begin

  /// Only at the residual sums, so that a toggle rarely finds a point that it has not changed.
  private func prefixKey(_ node: Node) -> PrefixKey? {
    guard case .quantize(let id) = node.op, graph.site(id)?.role == .normInput else { return nil }
    return key(upTo: node)
  }

  /// What is added to the residual stream of the last blocks, where half a block is a large part of what is left to run.
  private func branchKey(_ node: Node) -> PrefixKey? {
    guard let sum = reader(of: node), case .add = sum.op, let output = quantized(sum),
      let norm = graph.layerNorms.firstIndex(where: { $0.input == output.site }),
      norm >= graph.layerNorms.count - Self.branchedNormCount
    else { return nil }
    return key(upTo: node)
  }

  /// Two of each of the last three blocks, and the last.
  private static let branchedNormCount = 6

  private func key(upTo node: Node) -> PrefixKey {
    var tables: [Quantizer] = []
    var weightSchemes: [QuantizationScheme] = []
    for site in graph.sites {
      guard let index = graph.nodeIndex(of: site.id), index <= node.id else { continue }
      if site.role == .weight {
        weightSchemes.append(configuration.scheme(at: site))
      } else {
        tables.append(quantizers[site.id])
      }
    }
    return PrefixKey(node: node.id, row: fusions[node.id]?.row, quantizers: tables, weightSchemes: weightSchemes)
  }
}
