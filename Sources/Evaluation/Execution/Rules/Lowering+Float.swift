import Graphs
import Kernels
import Models
import Quantization
import Tensors

extension Lowering {
  /// The kernel by which a node runs in float, its sites quantized and dequantized.
  func floatKernel(_ node: Node) throws(EvaluationError) -> Kernel {
    let checkpoint = compiler.model.checkpoint
    switch node.op {
    case .image: return .image
    case .constant, .view: return .pass
    case .quantize(let site): return Self.kernel(of: quantizers[site])
    case .convolution(let weight, let bias, let patches, let site):
      let product = try compiler.product(
        weight, bias: bias, rows: patches.count, scheme: scheme(site), patchSize: patches.side)
      return .convolution(product, patches)
    case .linear(let weight, let bias, let site):
      return .linear(try compiler.product(weight, bias: bias, rows: node.shape.rowCount, scheme: scheme(site)))
    case .layerNorm(let norm):
      let weight = checkpoint[norm.weight].elements
      if norm.isRootMeanSquare { return .rootMeanSquareNorm(weight: weight, epsilon: norm.epsilon) }
      if let parameters = integerParameters(norm, channelCount: node.shape.columnCount) {
        return .integerLayerNorm(parameters)
      }
      let bias = norm.bias.map { checkpoint[$0].elements } ?? [Float](repeating: 0, count: weight.count)
      return .layerNorm(weight: weight, bias: bias, epsilon: norm.epsilon)
    case .scores(let shape):
      return .scores(try attentionProducts(shape, queries: node.inputs[0], keys: node.inputs[1], values: nil), shape)
    case .weightedValues(let shape):
      return .weightedValues(try attentionProducts(shape, queries: nil, keys: nil, values: node.inputs[1]), shape)
    case .softmax(let site, _, let shape, let mask):
      if let scale = realScoreScales[site] {
        let quantizer = LogIntSoftmaxQuantizer(bits: 4, scoreScale: scale)
        return .logIntSoftmaxOfRealScores(try compiler.integerSoftmax(quantizer), shape, mask)
      }
      let quantizer = quantizers[site]
      if case .logIntSoftmax(let parameters) = quantizer {
        let kernel = try compiler.integerSoftmax(parameters)
        // The authors' program divides the dequantized scores by their scale and does not round the quotient, whose last
        // bit decides some codes; the exact integers are the method.
        return quantizers.mode == .reference
          ? .logIntSoftmaxOfRealScores(kernel, shape, mask) : .logIntSoftmax(kernel, shape, mask)
      }
      return .softmax(quantizer, shape, mask)
    case .mixHeads(let weight, let bias, _, let site):
      return .mixHeads(
        weight: checkpoint[weight].fakeQuantized(by: scheme(site)).elements, bias: checkpoint[bias].elements)
    case .rows(let map): return .rows(map)
    case .columns(let range): return .columns(range)
    case .add: return .add
    case .multiply: return .multiply
    case .activation(let activation): return .activation(activation)
    case .pool(let pooling, let rows): return .pool(pooling, rows: rows)
    case .rotate(let rotation): return .rotate(rotation)
    case .unitRows(let epsilon): return .unitRows(epsilon: epsilon)
    }
  }

  private static func kernel(of quantizer: Quantizer) -> Kernel {
    switch quantizer {
    case .float: .pass
    case .uniform(let uniform) where uniform.scales.count == 1: .quantize(uniform)
    case .uniform(let uniform): .quantizeChannels(ChannelGrid(uniform))
    case .powersOfTwoScale(let quantizer): .quantizeChannels(ChannelGrid(quantizer.uniform))
    case .log2, .logIntSoftmax: preconditionFailure("a quantizer of probabilities stands in a softmax")
    }
  }

  private func attentionProducts(
    _ shape: AttentionShape, queries: Int?, keys: Int?, values: Int?
  ) throws(EvaluationError) -> AttentionProducts {
    // Of what a node does not read, any distance serves.
    func stride(_ node: Int?) -> Int { node.map { self.shape($0).columnCount } ?? shape.width }
    return try compiler.attentionProducts(
      shape, strides: .init(queries: stride(queries), keys: stride(keys), values: stride(values)))
  }
}
