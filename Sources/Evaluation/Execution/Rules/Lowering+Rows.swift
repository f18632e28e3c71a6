import Graphs
import Kernels
import Models
import Quantization

extension Lowering {
  /// A sum and its quantizer.
  func add(_ node: Node) -> Fusion? {
    guard case .add = node.op, let a = grids[node.inputs[0]], let b = grids[node.inputs[1]],
      node.inputs.allSatisfy({ !graph.isConstant[$0] || constants.codes[$0] != nil }), let output = quantized(node)
    else { return nil }
    return Fusion(
      nodes: [node.id, output.node.id], reads: node.inputs.map(codes), kernel: .addCodes(a, b, output: output.grid),
      grid: output.grid, sites: [output.site] + node.inputs.compactMap(constantSite))
  }

  private func constantSite(_ node: Int) -> SiteID? { graph.isConstant[node] ? graph.nodes[node].op.activationSite : nil }

  /// Moved rows: codes stay codes where all inputs' stand for the same; else, with the quantizer behind, they are translated.
  mutating func movedRows(_ node: Node) -> Fusion? {
    guard case .rows(let map) = node.op else { return nil }
    let sources = node.inputs.map { grids[$0] }
    if node.inputs.count == 1, let source = sources[0], !graph.isConstant[node.inputs[0]] {
      let width = shape(node.inputs[0]).columnCount
      guard source.isLayerWise || map.keepsColumns(width) else { return nil }
      let grid =
        source.isLayerWise
        ? CodeGrid(source, channels: node.shape.columnCount) : source.repeated(map.piecesPerRow)
      return Fusion(
        nodes: [node.id], reads: [codes(node.inputs[0])],
        kernel: .rowsOfCodes(map, zeroCode: UInt8(source.zeroPoint), translations: [nil]), grid: grid, sites: [])
    }
    guard let output = quantized(node), output.grid.isLayerWise else { return nil }
    var translations: [[UInt8]?] = []
    for (input, source) in zip(node.inputs, sources) {
      if graph.isConstant[input] {
        guard let values = constants.floats[input], graph.readers[input].count == 1 else { return nil }
        constants.setCodes(output.grid.codes(of: values), of: input)
        translations.append(nil)
      } else {
        guard let source, source.isLayerWise else { return nil }
        let all = (0..<256).map { UInt8($0) }
        translations.append(output.grid.codes(of: source.values(of: all)))
      }
    }
    return Fusion(
      nodes: [node.id, output.node.id], reads: node.inputs.map(codes),
      kernel: .rowsOfCodes(map, zeroCode: UInt8(output.grid.zeroPoint), translations: translations), grid: output.grid,
      sites: [output.site])
  }

  /// The mean over rows and its quantizer.
  func mean(_ node: Node) -> Fusion? {
    guard case .pool(.mean, let rows) = node.op, let input = grids[node.inputs[0]],
      let output = quantized(node), output.grid.isLayerWise
    else { return nil }
    return Fusion(
      nodes: [node.id, output.node.id], reads: [codes(node.inputs[0])],
      kernel: .meanOfCodes(rows: rows, input: input, output: output.grid), grid: output.grid, sites: [output.site])
  }
}
