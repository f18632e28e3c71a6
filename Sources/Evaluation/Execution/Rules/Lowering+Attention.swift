import Graphs
import Kernels
import Models
import Quantization

extension Lowering {
  /// Scores, quantizer, biases and theirs, softmax, context, quantizer: of queries, keys and values side by side.
  func attention(_ node: Node) throws(EvaluationError) -> Fusion? {
    guard case .scores(let shape) = node.op, isPacked(shape, node), let input = layerWise(grids[node.inputs[0]]),
      let scores = quantized(node), scores.grid.isLayerWise
    else { return nil }
    var nodes = [node.id, scores.node.id]
    var sites = [scores.site]
    var read = scores
    var bias: AttentionCodes.Bias?
    if let sum = reader(of: scores.node), case .add = sum.op {
      let (other, area) = (sum.inputs[1], shape.keyCount * shape.keyCount)
      guard sum.inputs[0] == scores.node.id, self.shape(other).elementCount == shape.headCount * area,
        let biasGrid = layerWise(grids[other]), let codes = constants.codes[other], let biased = quantized(sum),
        biased.grid.isLayerWise
      else { return nil }
      bias = .init(
        codes: codes, grid: biasGrid, scores: scores.grid, output: biased.grid, tokens: shape.keyCount)
      nodes += [sum.id, biased.node.id]
      sites += [biased.site] + constantSites(behind: other)
      read = biased
    }
    guard let softmax = reader(of: read.node), case .softmax(let site, _, _, let mask) = softmax.op,
      let probabilities = try probabilities(site, scores: read.grid), let context = reader(of: softmax),
      case .weightedValues(let valueShape) = context.op, valueShape == shape, context.inputs[0] == softmax.id,
      context.inputs[1] == node.inputs[0], let output = quantized(context), output.grid.isLayerWise
    else { return nil }
    let products = try compiler.attentionCodes(
      tokens: shape.keyCount, headCount: shape.headCount, headDimension: shape.headDimension)
    let usual = 1 / Float(shape.headDimension).squareRoot()
    return Fusion(
      nodes: nodes + [softmax.id, context.id, output.node.id], reads: [codes(node.inputs[0])],
      kernel: .attentionCodes(
        IntegerAttention(
          products: products,
          sites: .init(
            input: input, scores: scores.grid, probabilities: probabilities, output: output.grid,
            divisor: shape.scale == usual ? nil : 1 / Double(shape.scale)),
          shape: shape, bias: bias, mask: mask, scores: scores.node.id,
          biasedScores: bias == nil ? nil : read.node.id)),
      grid: output.grid, sites: sites + [site, output.site])
  }

  /// Whether queries, keys and values lie side by side in one value, as many of each.
  private func isPacked(_ shape: AttentionShape, _ node: Node) -> Bool {
    node.inputs[0] == node.inputs[1] && shape.queryCount == shape.keyCount && shape.queryColumn == 0
      && shape.keyColumn == shape.width && shape.valueColumn == 2 * shape.width
      && self.shape(node.inputs[0]).columnCount == 3 * shape.width && !graph.isConstant[node.inputs[0]]
  }

  /// The sites of a constant on its way to `node`.
  private func constantSites(behind node: Int) -> [SiteID] {
    graph.nodes[node].op.activationSite.map { [$0] } ?? graph.nodes[node].inputs.flatMap(constantSites)
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
}
