import Kernels
package import Models
package import Quantization
import Tensors

/// Turns configurations into plans; weights are quantized and packed once a scheme and shared by all plans.
///
/// Safe to use from several tasks at once.
package final class PlanCompiler: Sendable {
  private struct WeightKey: Hashable {
    let name: String
    let scheme: QuantizationScheme
  }

  package let model: Model
  private let products = Memo<WeightKey, LinearProduct>()
  private let attention = Memo<[Int], AttentionProducts>()
  private let integerLayers = Memo<WeightKey, IntegerLayer>()
  private let integerAttention = Memo<[Int], AttentionCodes>()
  /// By the product that they are narrowed from, which is kept so that its identity stays its own.
  private let singleRows = Memo<ObjectIdentifier, (IntegerProduct, narrowed: IntegerProduct)>()
  private let integerSoftmaxes = Memo<LogIntSoftmaxQuantizer, LogIntSoftmaxKernel>()

  package init(model: Model) { self.model = model }

  /// The float model.
  package func floatPlan() throws(EvaluationError) -> ExecutionPlan {
    try plan(for: .float, quantizers: .float)
  }

  /// The float model, but with Log-Int-Softmax on unrounded scores where `scoreScales` has a scale.
  ///
  /// - Parameter scoreScales: by the attention's probabilities site.
  func referenceCalibrationPlan(scoreScales: [SiteID: Float]) throws(EvaluationError) -> ExecutionPlan {
    let float = try floatPlan()
    var steps = float.steps
    for operation in model.graph.operations {
      guard case .softmax(let site, _) = operation.kind, let scale = scoreScales[site] else { continue }
      let quantizer = LogIntSoftmaxQuantizer(bits: 4, scoreScale: scale)
      steps[operation.id] = .logIntSoftmaxOfRealScores(LogIntSoftmaxKernel(quantizer: quantizer))
    }
    return ExecutionPlan(
      graph: model.graph, steps: steps, program: nil, simulatedSiteCount: 0, integerSiteCount: 0)
  }

  /// How a plan computes.
  package enum Arithmetic: String, Sendable, Codable, CaseIterable {
    /// In integers wherever a kernel for the site's scheme exists, in float elsewhere.
    case integer
    /// Quantize–dequantize in float throughout.
    case simulated
  }

  /// The plan of `configuration` with the quantizers that its sites were given.
  ///
  /// Quantizers of the `reference` mode are always simulated: the authors' program is, and that mode is for its figures.
  package func plan(
    for configuration: QuantizationConfiguration, quantizers: QuantizerTable, arithmetic: Arithmetic = .integer
  ) throws(EvaluationError) -> ExecutionPlan {
    let graph = model.graph
    let integers =
      arithmetic == .integer && quantizers.mode != .reference
      ? try IntegerCompilation(compiler: self, configuration: configuration, quantizers: quantizers) : nil
    var steps: [Step] = []
    for operation in graph.operations {
      let runsInFloat = integers?.isSimulated(operation) ?? true
      steps.append(
        runsInFloat ? try step(operation, configuration: configuration, quantizers: quantizers) : .pass)
    }
    let quantized = graph.sites.filter { configuration.scheme(at: $0) != .float }
    let integerSites = quantized.filter { integers?.integerSites.contains($0.id) == true }
    return ExecutionPlan(
      graph: graph, steps: steps, program: integers?.program(),
      simulatedSiteCount: quantized.count - integerSites.count, integerSiteCount: integerSites.count)
  }

  private func step(
    _ operation: Operation, configuration: QuantizationConfiguration, quantizers: QuantizerTable
  ) throws(EvaluationError) -> Step {
    let checkpoint = model.checkpoint
    func scheme(_ id: SiteID) -> QuantizationScheme {
      model.graph.site(id).map(configuration.scheme(at:)) ?? .float
    }
    switch operation.kind {
    case .image:
      return .image
    case .quantize(let site):
      return Self.step(of: quantizers[site])
    case .patchEmbedding(let weight, let bias, let patchSize):
      let rows = operation.value.rowCount
      let product = try product(
        weight, bias: bias, rows: rows, scheme: scheme(SiteID(weight)), patchSize: patchSize)
      return .patchEmbedding(product, patchSize: patchSize)
    case .prependToken(let name):
      return .prependToken(checkpoint[name].elements)
    case .addPositions(let name, let site):
      var positions = checkpoint[name].elements
      quantizers[site].apply(to: &positions, channelCount: operation.value.columnCount)
      return .addPositions(positions)
    case .layerNorm(let norm):
      let weight = checkpoint[norm.weight].elements
      let bias = checkpoint[norm.bias].elements
      if case .powersOfTwoScale(let input) = quantizers[norm.input],
        case .uniform(let output) = quantizers[norm.output], output.scales.count == 1
      {
        return .integerLayerNorm(
          IntegerLayerNorm.Parameters(input: input, weight: weight, bias: bias, outputScale: output.scales[0]))
      }
      return .layerNorm(weight: weight, bias: bias, epsilon: norm.epsilon)
    case .linear(let weight, let bias, let site):
      return .linear(
        try product(weight, bias: bias, rows: operation.value.rowCount, scheme: scheme(site)))
    case .scores(let headCount):
      let dimension = headDimension(operation, headCount: headCount)
      return .scores(
        try attentionProducts(operation, headCount: headCount, dimension: dimension),
        factor: 1 / Float(dimension).squareRoot())
    case .softmax(let site, _):
      let quantizer = quantizers[site]
      if case .logIntSoftmax(let parameters) = quantizer {
        let kernel = try integerSoftmax(parameters)
        // The authors' program divides the dequantized scores by their scale and does not round the quotient, whose last
        // bit decides some codes; the exact integers are the method.
        return quantizers.mode == .reference ? .logIntSoftmaxOfRealScores(kernel) : .logIntSoftmax(kernel)
      }
      return .softmax(quantizer)
    case .weightedValues(let headCount):
      let dimension = operation.value.columnCount / headCount
      return .weightedValues(try attentionProducts(operation, headCount: headCount, dimension: dimension))
    case .gelu: return .gelu
    case .add: return .add
    case .selectToken(let index): return .selectToken(index)
    }
  }

  private static func step(of quantizer: Quantizer) -> Step {
    switch quantizer {
    case .float: .pass
    case .uniform(let uniform) where uniform.scales.count == 1: .quantize(uniform)
    case .uniform(let uniform): .quantizeChannels(ChannelGrid(uniform))
    case .powersOfTwoScale(let quantizer): .quantizeChannels(ChannelGrid(quantizer.uniform))
    case .log2, .logIntSoftmax: preconditionFailure("a quantizer of probabilities stands in a softmax")
    }
  }

  private func headDimension(_ scores: Operation, headCount: Int) -> Int {
    model.graph.operations[scores.inputs[0]].value.columnCount / 3 / headCount
  }

  private func attentionProducts(
    _ operation: Operation, headCount: Int, dimension: Int
  ) throws(EvaluationError) -> AttentionProducts {
    let tokens: Int
    if case .scores = operation.kind { tokens = operation.value.columnCount } else { tokens = operation.value.rowCount }
    return try attention.value(of: [tokens, headCount, dimension]) { () throws(KernelError) in
      try AttentionProducts(tokens: tokens, heads: headCount, headDimension: dimension)
    }
  }

  private func product(
    _ name: String, bias: String?, rows: Int, scheme: QuantizationScheme, patchSize: Int? = nil
  ) throws(EvaluationError) -> LinearProduct {
    try products.value(of: WeightKey(name: name, scheme: scheme)) { () throws(KernelError) in
      let weight = model.checkpoint[name].fakeQuantized(by: scheme)
      let outputs = weight.shape.dimensions[0]
      return try LinearProduct(
        rows: rows, inputs: weight.elements.count / outputs, outputs: outputs,
        weight: patchSize.map { ImageInput.patchWeight(weight.elements, patchSize: $0) } ?? weight.elements,
        bias: bias.map { model.checkpoint[$0].elements }, summation: patchSize == nil ? .blocks : .chain)
    }
  }

  /// The weight as codes; nil where its scheme has none.
  func integerLayer(
    _ name: String, bias: String?, rows: Int, scheme: QuantizationScheme, patchSize: Int? = nil
  ) throws(EvaluationError) -> IntegerLayer? {
    guard case .uniform(let bits, let granularity) = scheme else { return nil }
    return try integerLayers.value(of: WeightKey(name: name, scheme: scheme)) { () throws(KernelError) in
      var weight = model.checkpoint[name]
      let quantizer = UniformQuantizer(symmetric: bits, weight: weight, granularity: granularity)
      if let patchSize { weight.elements = ImageInput.patchWeight(weight.elements, patchSize: patchSize) }
      return try IntegerLayer(
        weight: weight, quantizer: quantizer, bias: bias.map { model.checkpoint[$0].elements }, rows: rows)
    }
  }

  /// The same weight's product with one row.
  func singleRow(of product: IntegerProduct) throws(EvaluationError) -> IntegerProduct {
    try singleRows.value(of: ObjectIdentifier(product)) { () throws(KernelError) in
      (product, narrowed: try product.withSingleRow())
    }.narrowed
  }

  /// The kernel of a quantizer, whose tables are worth keeping.
  func integerSoftmax(_ quantizer: LogIntSoftmaxQuantizer) throws(EvaluationError) -> LogIntSoftmaxKernel {
    try integerSoftmaxes.value(of: quantizer) { () throws(KernelError) in LogIntSoftmaxKernel(quantizer: quantizer) }
  }

  /// - Parameter query: the only token whose context is computed; nil for all.
  func attentionCodes(
    tokens: Int, headCount: Int, headDimension: Int, query: Int? = nil
  ) throws(EvaluationError) -> AttentionCodes {
    try integerAttention.value(of: [tokens, headCount, headDimension, query ?? -1]) { () throws(KernelError) in
      try AttentionCodes(tokens: tokens, heads: headCount, headDimension: headDimension, query: query)
    }
  }
}
