import Kernels
import Models
import Quantization
import Tensors

extension PlanCompiler {
  /// Finds the operations that integer kernels can run together and puts the others between them in float.
  ///
  /// A run of operations becomes one integer step where every site in it has codes: unsigned bytes with one zero point,
  /// and one scale where a product reads them.
  struct IntegerCompilation {
    let compiler: PlanCompiler
    let graph: ModelGraph
    let configuration: QuantizationConfiguration
    let quantizers: QuantizerTable

    /// Operations that one integer step covers; the last one's value is what it makes.
    private struct Unit {
      let operations: ClosedRange<Int>
      let inputs: [Int]
      var step: IntegerStep
      let grid: CodeGrid?
      /// The only row of the value that is read later; nil for all.
      var row: Int?
    }

    private let readers: [[Int]]
    private var units: [Int: Unit] = [:]
    private var covered: Set<Int> = []
    /// What each operation's codes stand for, where it has codes or can be given them.
    private var grids: [Int: CodeGrid] = [:]
    private(set) var integerSites: Set<SiteID> = []

    init(
      compiler: PlanCompiler, configuration: QuantizationConfiguration, quantizers: QuantizerTable
    ) throws(EvaluationError) {
      self.compiler = compiler
      self.configuration = configuration
      self.quantizers = quantizers
      graph = compiler.model.graph
      var readers = [[Int]](repeating: [], count: graph.operations.count)
      for operation in graph.operations {
        for input in operation.inputs { readers[input].append(operation.id) }
      }
      self.readers = readers
      for operation in graph.operations where !covered.contains(operation.id) {
        if let unit = try unit(from: operation) {
          units[unit.operations.upperBound] = unit
          covered.formUnion(unit.operations)
          grids[unit.operations.upperBound] = unit.grid
        } else if case .quantize = operation.kind {
          grids[operation.id] = grid(operation)
        }
      }
      try leaveOutUnreadRows()
    }

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
      var needs = [Need](repeating: .none, count: graph.operations.count)
      needs[graph.operations.count - 1] = .all
      for operation in graph.operations.reversed() {
        if var unit = units[operation.id] {
          let rows = graph.operations[operation.id].value.rowCount
          if case .row(let row) = needs[operation.id], rows > 1 {
            unit.row = row
            try narrow(&unit, to: row)
            units[operation.id] = unit
          }
          for input in unit.inputs { needs[input].add(Self.need(of: unit)) }
        } else if isSimulated(operation) {
          for input in operation.inputs { needs[input].add(.all) }
        }
      }
    }

    private static func need(of unit: Unit) -> Need {
      switch unit.step {
      case .layerNorm(_, _, _, let selection?): .row(selection)
      case .layerNorm, .linear, .linearGELU, .linearReals, .add: unit.row.map(Need.row) ?? .all
      case .attention, .embedding, .simulated, .encode, .decode: .all
      }
    }

    /// Gives the unit products of one row.
    private func narrow(_ unit: inout Unit, to row: Int) throws(EvaluationError) {
      switch unit.step {
      case .linear(let product, let requantization):
        unit.step = .linear(try compiler.singleRow(of: product), requantization)
      case .linearGELU(let product, let requantization, let output):
        unit.step = .linearGELU(try compiler.singleRow(of: product), requantization, output: output)
      case .linearReals(let product, let requantization):
        unit.step = .linearReals(try compiler.singleRow(of: product), requantization)
      case .attention(let products, let sites, let scores):
        let narrowed = try compiler.attentionCodes(
          tokens: products.tokens, headCount: products.heads, headDimension: products.headDimension, query: row)
        unit.step = .attention(narrowed, sites, scores: scores)
      case .layerNorm, .add, .embedding, .simulated, .encode, .decode: break
      }
    }

    /// Whether the operation runs in float.
    func isSimulated(_ operation: Operation) -> Bool { !covered.contains(operation.id) }

    /// Nil where no operation runs in integers.
    func program() -> IntegerProgram? {
      guard !units.isEmpty else { return nil }
      let last = graph.operations.count - 1
      let simulated = graph.operations.filter(isSimulated)
      let readAsFloats = Set(simulated.flatMap(\.inputs) + [last])
      let readAsCodes = Set(units.values.flatMap(\.inputs))
      var instructions: [IntegerInstruction] = []
      for operation in graph.operations {
        if let unit = units[operation.id] {
          instructions.append(
            IntegerInstruction(step: unit.step, output: operation.id, inputs: unit.inputs, row: unit.row))
          if let grid = unit.grid, readAsFloats.contains(operation.id) {
            instructions.append(
              IntegerInstruction(step: .decode(grid), output: operation.id, inputs: [operation.id], row: nil))
          }
        } else if isSimulated(operation) {
          instructions.append(
            IntegerInstruction(step: .simulated, output: operation.id, inputs: operation.inputs, row: nil))
          if let grid = grids[operation.id], readAsCodes.contains(operation.id) {
            instructions.append(
              IntegerInstruction(step: .encode(grid), output: operation.id, inputs: [operation.id], row: nil))
          }
        }
      }
      return IntegerProgram(graph: graph, instructions: instructions, key: prefixKey, branchKey: branchKey)
    }

    /// Only at the residual sums, so that a toggle rarely finds a point that it has not changed.
    private func prefixKey(_ operation: Operation) -> PrefixKey? {
      guard case .quantize(let id) = operation.kind, graph.site(id)?.role == .normInput else { return nil }
      return key(upTo: operation)
    }

    /// What is added to the residual stream of the last blocks, where half a block is a large part of what is left to run.
    private func branchKey(_ operation: Operation) -> PrefixKey? {
      guard let sum = reader(of: operation), case .add = sum.kind, let output = quantized(sum),
        let norm = graph.layerNorms.first(where: { $0.input == output.site }),
        norm.block.map({ $0 >= graph.blockCount - Self.branchedBlockCount }) ?? true
      else { return nil }
      return key(upTo: operation)
    }

    private static let branchedBlockCount = 3

    private func key(upTo operation: Operation) -> PrefixKey {
      var tables: [Quantizer] = []
      var weightSchemes: [QuantizationScheme] = []
      for site in graph.sites {
        guard let index = graph.operationIndex(of: site.id), index <= operation.id else { continue }
        if site.role == .weight {
          weightSchemes.append(configuration.scheme(at: site))
        } else {
          tables.append(quantizers[site.id])
        }
      }
      return PrefixKey(
        operation: operation.id, row: units[operation.id]?.row, quantizers: tables, weightSchemes: weightSchemes)
    }

    // MARK: Units

    private mutating func unit(from operation: Operation) throws(EvaluationError) -> Unit? {
      switch operation.kind {
      case .image: try embedding(from: operation)
      case .layerNorm(let norm): layerNorm(norm, operation)
      case .linear(let weight, let bias, let site): try linear(operation, weight: weight, bias: bias, site: site)
      case .scores(let headCount): try attention(operation, headCount: headCount)
      case .add: add(operation)
      default: nil
      }
    }

    /// The only reader of an operation's value.
    private func reader(of operation: Operation) -> Operation? {
      guard readers[operation.id].count == 1 else { return nil }
      return graph.operations[readers[operation.id][0]]
    }

    /// The codes of a `quantize` operation's site.
    private func grid(_ operation: Operation) -> CodeGrid? {
      guard case .quantize(let site) = operation.kind else { return nil }
      return grid(site, channelCount: operation.value.columnCount)
    }

    private func grid(_ site: SiteID, channelCount: Int) -> CodeGrid? {
      switch quantizers[site] {
      case .uniform(let quantizer): CodeGrid(quantizer, channelCount: channelCount)
      case .powersOfTwoScale(let quantizer): CodeGrid(quantizer.uniform, channelCount: channelCount)
      case .float, .log2, .logIntSoftmax: nil
      }
    }

    private func layerWise(_ grid: CodeGrid?) -> CodeGrid? { grid?.isLayerWise == true ? grid : nil }

    /// The site's quantizer stands right behind `operation`, and has codes.
    private func quantized(_ operation: Operation) -> (operation: Operation, site: SiteID, grid: CodeGrid)? {
      guard let reader = reader(of: operation), case .quantize(let site) = reader.kind, let grid = grid(reader)
      else { return nil }
      return (reader, site, grid)
    }

    private mutating func layerNorm(_ norm: Operation.LayerNorm, _ operation: Operation) -> Unit? {
      guard case .powersOfTwoScale(let input) = quantizers[norm.input], let inputGrid = grids[operation.inputs[0]]
      else { return nil }
      var normalized = operation
      var row: Int?
      if let selection = reader(of: operation), case .selectToken(let index) = selection.kind {
        (normalized, row) = (selection, index)
      }
      guard let output = quantized(normalized), output.site == norm.output, output.grid.isLayerWise else { return nil }
      let checkpoint = compiler.model.checkpoint
      let parameters = IntegerLayerNorm.Parameters(
        input: input, weight: checkpoint[norm.weight].elements, bias: checkpoint[norm.bias].elements,
        outputScale: output.grid.scale)
      integerSites.insert(output.site)
      return Unit(
        operations: operation.id...output.operation.id, inputs: [operation.inputs[0]],
        step: .layerNorm(parameters, input: inputGrid, output: output.grid, selection: row), grid: output.grid)
    }

    private mutating func linear(
      _ operation: Operation, weight: String, bias: String?, site: SiteID
    ) throws(EvaluationError) -> Unit? {
      guard let input = layerWise(grids[operation.inputs[0]]),
        let layer = try compiler.integerLayer(
          weight, bias: bias, rows: operation.value.rowCount, scheme: scheme(site))
      else { return nil }
      let inputs = [operation.inputs[0]]
      integerSites.insert(site)
      if let output = quantized(operation), output.grid.isLayerWise {
        integerSites.insert(output.site)
        return Unit(
          operations: operation.id...output.operation.id, inputs: inputs,
          step: .linear(layer.product, layer.codes(from: input, to: output.grid)), grid: output.grid)
      }
      if let activation = reader(of: operation), case .gelu = activation.kind, let output = quantized(activation),
        output.grid.isLayerWise
      {
        integerSites.insert(output.site)
        return Unit(
          operations: operation.id...output.operation.id, inputs: inputs,
          step: .linearGELU(
            layer.product, layer.reals(from: input, highest: output.grid.highest), output: output.grid),
          grid: output.grid)
      }
      return Unit(
        operations: operation.id...operation.id, inputs: inputs,
        step: .linearReals(layer.product, layer.reals(from: input, highest: 0)), grid: nil)
    }

    private mutating func attention(_ operation: Operation, headCount: Int) throws(EvaluationError) -> Unit? {
      guard let input = layerWise(grids[operation.inputs[0]]), let scores = quantized(operation),
        scores.grid.isLayerWise, let softmax = reader(of: scores.operation), case .softmax(let site, _) = softmax.kind,
        let probabilities = try probabilities(site, scores: scores.grid), let context = reader(of: softmax),
        case .weightedValues = context.kind, context.inputs[1] == operation.inputs[0], let output = quantized(context),
        output.grid.isLayerWise
      else { return nil }
      let products = try compiler.attentionCodes(
        tokens: operation.value.columnCount, headCount: headCount,
        headDimension: context.value.columnCount / headCount)
      integerSites.formUnion([scores.site, site, output.site])
      return Unit(
        operations: operation.id...output.operation.id, inputs: [operation.inputs[0]],
        step: .attention(
          products,
          .init(input: input, scores: scores.grid, probabilities: probabilities, output: output.grid),
          scores: scores.operation.id),
        grid: output.grid)
    }

    private func probabilities(
      _ site: SiteID, scores: CodeGrid
    ) throws(EvaluationError) -> AttentionCodes.Probabilities? {
      switch quantizers[site] {
      case .logIntSoftmax(let quantizer):
        let kernel = try compiler.integerSoftmax(quantizer)
        return kernel.fitsOperands ? .logIntSoftmax(kernel) : nil
      case .log2(let quantizer) where quantizer.levelCount <= 16:
        return .log2(exponentials: AttentionCodes.exponentials(scoreScale: scores.scale), bits: quantizer.bits)
      case .uniform(let quantizer) where quantizer.scales.count == 1 && !quantizer.isSigned:
        return .uniform(exponentials: AttentionCodes.exponentials(scoreScale: scores.scale), quantizer)
      case .float, .uniform, .log2, .powersOfTwoScale: return nil
      }
    }

    private mutating func add(_ operation: Operation) -> Unit? {
      guard let a = grids[operation.inputs[0]], let b = grids[operation.inputs[1]], let output = quantized(operation)
      else { return nil }
      integerSites.insert(output.site)
      return Unit(
        operations: operation.id...output.operation.id, inputs: operation.inputs,
        step: .add(a, b, output: output.grid), grid: output.grid)
    }

    /// image → quantizer → patches → quantizer → class token → quantizer → positions → quantizer.
    private mutating func embedding(from image: Operation) throws(EvaluationError) -> Unit? {
      guard let input = quantized(image), input.grid.isLayerWise, let patches = reader(of: input.operation),
        case .patchEmbedding(let weight, let bias, let patchSize) = patches.kind, let embedded = quantized(patches),
        embedded.grid.isLayerWise, let prepended = reader(of: embedded.operation),
        case .prependToken(let tokenName) = prepended.kind, let tokens = quantized(prepended), tokens.grid.isLayerWise,
        let added = reader(of: tokens.operation), case .addPositions(let positionName, let positionSite) = added.kind,
        let output = quantized(added),
        let layer = try compiler.integerLayer(
          weight, bias: bias, rows: patches.value.rowCount, scheme: scheme(SiteID(weight)), patchSize: patchSize)
      else { return nil }
      let model = compiler.model
      let channels = added.value.columnCount
      let pixels = ImageInput(specification: model.input).valueTable
      let codes = (0..<256).map { UInt8($0) }
      var positions = model.checkpoint[positionName].elements
      quantizers[positionSite].apply(to: &positions, channelCount: channels)
      let tokenValues = tokens.grid.rounded(embedded.grid.values(of: codes))
      let classToken = tokens.grid.rounded(model.checkpoint[tokenName].elements)
      integerSites.formUnion([
        input.site, SiteID(weight), embedded.site, tokens.site, positionSite, output.site,
      ])
      return Unit(
        operations: image.id...output.operation.id, inputs: [],
        step: .embedding(
          IntegerEmbedding(
            imageSize: model.input.size, patchSize: patchSize, pixelCodes: input.grid.codes(of: pixels),
            product: layer.product, requantization: layer.codes(from: input.grid, to: embedded.grid),
            tokenValues: tokenValues, positions: positions,
            classCodes: output.grid.codes(of: zip(classToken, positions).map { $0 + $1 }), output: output.grid,
            patchOperation: embedded.operation.id)),
        grid: output.grid)
    }

    private func scheme(_ id: SiteID) -> QuantizationScheme {
      graph.site(id).map(configuration.scheme(at:)) ?? .float
    }
  }
}

extension CodeGrid {
  /// What is left of values once they were codes here.
  fileprivate func rounded(_ values: [Float]) -> [Float] { self.values(of: codes(of: values)) }
}
