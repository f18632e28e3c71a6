import Graphs
import Kernels
import Models
import Quantization

extension Lowering {
  /// A linear layer, a factor for each of its outputs (LayerScale) or GELU, quantizer.
  func linear(_ node: Node) throws(EvaluationError) -> Fusion? {
    guard case .linear(let weight, let bias, let site) = node.op, let input = layerWise(grids[node.inputs[0]]),
      let layer = try compiler.integerLayer(weight, bias: bias, rows: node.shape.rowCount, scheme: scheme(site))
    else { return nil }
    let reads = [codes(node.inputs[0])]
    if let output = quantized(node) {
      return Fusion(
        nodes: [node.id, output.node.id], reads: reads,
        kernel: .linearCodes(layer.product, layer.codes(from: input, to: output.grid)), grid: output.grid,
        sites: [site, output.site])
    }
    if let next = reader(of: node), let output = quantized(next) {
      let nodes = [node.id, next.id, output.node.id]
      switch next.op {
      case .activation(.gelu) where output.grid.isLayerWise:
        return Fusion(
          nodes: nodes, reads: reads,
          kernel: .linearGELUCodes(
            layer.product, layer.reals(from: input, highest: output.grid.highest), output: output.grid),
          grid: output.grid, sites: [site, output.site])
      case .multiply where next.inputs[0] == node.id && shape(next.inputs[1]).rowCount == 1:
        guard let factors = constants.floats[next.inputs[1]] else { break }
        return Fusion(
          nodes: nodes, reads: reads,
          kernel: .linearCodes(layer.product, layer.codes(from: input, to: output.grid, times: factors)),
          grid: output.grid, sites: [site, output.site])
      default: break
      }
    }
    return Fusion(
      nodes: [node.id], reads: reads, kernel: .linearReals(layer.product, layer.reals(from: input, highest: 0)),
      grid: nil, sites: [site])
  }
}
