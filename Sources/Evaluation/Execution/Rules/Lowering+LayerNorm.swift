import Graphs
import Kernels
import Models
import Quantization
import Tensors

extension Lowering {
  /// The constants of an integer LayerNorm; nil where it runs in float, as without PTS.
  ///
  /// Where the input is made of several rows side by side, each channel keeps its own scale.
  func integerParameters(_ norm: LayerNorm, channelCount: Int) -> IntegerLayerNorm.Parameters? {
    guard let inputSite = norm.input, case .powersOfTwoScale(let input) = quantizers[inputSite],
      let outputSite = norm.output, let scale = quantizers[outputSite].singleScale, !norm.isRootMeanSquare,
      channelCount % input.exponents.count == 0, channelCount <= IntegerLayerNorm.Parameters.mostChannels
    else { return nil }
    let repeated = PowersOfTwoScaleQuantizer(
      bits: input.bits, scale: input.scale, zeroPoint: input.zeroPoint,
      exponents: (0..<channelCount).map { input.exponents[$0 % input.exponents.count] })
    let checkpoint = compiler.model.checkpoint
    return IntegerLayerNorm.Parameters(
      input: repeated, weight: checkpoint[norm.weight].elements,
      bias: norm.bias.map { checkpoint[$0].elements } ?? [Float](repeating: 0, count: channelCount), outputScale: scale)
  }

  /// LayerNorm, the choice of one row behind it, quantizer.
  func layerNorm(_ node: Node) -> Fusion? {
    guard case .layerNorm(let norm) = node.op, let input = grids[node.inputs[0]],
      let parameters = integerParameters(norm, channelCount: node.shape.columnCount)
    else { return nil }
    var (nodes, last) = ([node.id], node)
    var selection: Int?
    if let reader = reader(of: node), case .rows(let map) = reader.op, reader.inputs.count == 1,
      let row = map.selectedRow(ofColumns: node.shape.columnCount)
    {
      (nodes, last, selection) = (nodes + [reader.id], reader, row)
    }
    guard let output = quantized(last), output.site == norm.output, output.grid.isLayerWise else { return nil }
    return Fusion(
      nodes: nodes + [output.node.id], reads: [codes(node.inputs[0])],
      kernel: .layerNormCodes(parameters, input: input, output: output.grid, selection: selection), grid: output.grid,
      sites: [output.site])
  }
}

extension Quantizer {
  /// The scale where one serves all channels; nil elsewhere.
  var singleScale: Float? {
    switch self {
    case .uniform(let quantizer): quantizer.scales.count == 1 ? quantizer.scales[0] : nil
    case .powersOfTwoScale(let quantizer):
      Set(quantizer.exponents).count == 1 ? quantizer.scale(ofChannel: 0) : nil
    case .float, .log2, .logIntSoftmax: nil
    }
  }
}
