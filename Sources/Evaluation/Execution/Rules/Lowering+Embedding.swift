import Graphs
import Kernels
import Models
import Quantization

extension Lowering {
  /// Image, quantizer, patches, quantizer.
  private func integerPatches(
    _ node: Node
  ) throws(EvaluationError) -> (patches: IntegerPatches, nodes: [Int], grid: CodeGrid, sites: [SiteID])? {
    guard case .image = node.op, let input = quantized(node), input.grid.isLayerWise,
      let convolution = reader(of: input.node), case .convolution(let weight, let bias, let patches, let site) = convolution.op,
      patches.imageSide % patches.side == 0, let embedded = quantized(convolution), embedded.grid.isLayerWise,
      let layer = try compiler.integerLayer(
        weight, bias: bias, rows: patches.count, scheme: scheme(site), patchSize: patches.side)
    else { return nil }
    let pixels = ImageInput(specification: compiler.model.input).valueTable
    let result = IntegerPatches(
      patches: patches, pixelCodes: CodeGrid(input.grid, channels: 1).codes(of: pixels), product: layer.product,
      requantization: layer.codes(from: input.grid, to: embedded.grid), node: embedded.node.id,
      columnCount: convolution.shape.columnCount)
    return (
      result, [node.id, input.node.id, convolution.id, embedded.node.id], embedded.grid,
      [input.site, site, embedded.site]
    )
  }

  func patches(_ node: Node) throws(EvaluationError) -> Fusion? {
    guard let found = try integerPatches(node) else { return nil }
    return Fusion(
      nodes: found.nodes, reads: [], kernel: .patchCodes(found.patches), grid: found.grid, sites: found.sites)
  }

  /// Patches behind constant tokens, quantizer, constant positions, quantizer.
  func embedding(_ node: Node) throws(EvaluationError) -> Fusion? {
    guard let found = try integerPatches(node), let joined = reader(of: graph.nodes[found.patches.node]),
      case .rows(let map) = joined.op, joined.inputs.count == 2, joined.inputs[1] == found.patches.node,
      let tokens = quantized(joined), tokens.grid.isLayerWise, let sum = reader(of: tokens.node), case .add = sum.op,
      sum.inputs[0] == tokens.node.id, let positions = constants.floats[sum.inputs[1]],
      positions.count == sum.shape.elementCount, let prefix = constants.floats[joined.inputs[0]],
      let output = quantized(sum)
    else { return nil }
    let columns = sum.shape.columnCount
    let prefixRows = prefix.count / columns
    let expected = RowMap(
      pieceWidth: columns,
      pieces: (0..<prefixRows).map { .init(input: 0, row: $0) }
        + (0..<found.patches.patches.count).map { .init(input: 1, row: $0) })
    guard map == expected else { return nil }
    let patchGrid = found.grid
    let codes = (0..<256).map { UInt8($0) }
    let prefixValues = tokens.grid.rounded(prefix)
    let embedding = IntegerEmbedding(
      patches: found.patches, tokenValues: tokens.grid.rounded(patchGrid.values(of: codes)),
      positions: Array(positions[prefix.count...]),
      prefixCodes: output.grid.codes(of: zip(prefixValues, positions).map { $0 + $1 }), output: output.grid)
    let positionSite = graph.nodes[sum.inputs[1]].op.activationSite
    return Fusion(
      nodes: found.nodes + [joined.id, tokens.node.id, sum.id, output.node.id], reads: [],
      kernel: .embedding(embedding), grid: output.grid,
      sites: found.sites + [tokens.site, output.site] + [positionSite].compactMap(\.self))
  }
}

extension CodeGrid {
  /// What is left of values once they were codes here.
  fileprivate func rounded(_ values: [Float]) -> [Float] { self.values(of: codes(of: values)) }
}
