package import Graphs
import Kernels
package import Models
package import Quantization
import Tensors

/// Turns configurations into plans; weights are quantized and packed once a scheme and shared by all plans.
///
/// Safe to use from several tasks at once.
package final class PlanCompiler: Sendable {
  /// A weight as one product takes it: the same weight may stand at several row counts.
  private struct WeightKey: Hashable {
    let name: String
    let scheme: QuantizationScheme
    let rows: Int
  }

  private struct AttentionKey: Hashable {
    let shape: AttentionShape
    let strides: AttentionProducts.RowStrides
  }

  package let model: Model
  private let products = Memo<WeightKey, LinearProduct>()
  private let attention = Memo<AttentionKey, AttentionProducts>()
  private let integerLayers = Memo<WeightKey, IntegerLayer>()
  private let integerAttention = Memo<[Int], AttentionCodes>()
  /// By the product that they are narrowed from, which is kept so that its identity stays its own.
  private let singleRows = Memo<ObjectIdentifier, (IntegerProduct, narrowed: IntegerProduct)>()
  private let integerSoftmaxes = Memo<LogIntSoftmaxQuantizer, LogIntSoftmaxKernel>()

  package init(model: Model) { self.model = model }

  /// The float model.
  package func floatPlan() throws(EvaluationError) -> Plan {
    try plan(for: .float, quantizers: .float)
  }

  /// The float model, but with Log-Int-Softmax on unrounded scores where `scoreScales` has a scale.
  ///
  /// - Parameter scoreScales: by the attention's probabilities site.
  func referenceCalibrationPlan(scoreScales: [SiteID: Float]) throws(EvaluationError) -> Plan {
    try Lowering(
      compiler: self, configuration: .float, quantizers: .float, usesIntegers: false, realScoreScales: scoreScales
    ).plan()
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
  ) throws(EvaluationError) -> Plan {
    try Lowering(
      compiler: self, configuration: configuration, quantizers: quantizers,
      usesIntegers: arithmetic == .integer && quantizers.mode != .reference, realScoreScales: [:]
    ).plan()
  }

  // MARK: - What plans share

  func attentionProducts(
    _ shape: AttentionShape, strides: AttentionProducts.RowStrides
  ) throws(EvaluationError) -> AttentionProducts {
    try attention.value(of: AttentionKey(shape: shape, strides: strides)) { () throws(KernelError) in
      try AttentionProducts(
        queries: shape.queryCount, keys: shape.keyCount, heads: shape.headCount, headDimension: shape.headDimension,
        strides: strides)
    }
  }

  func product(
    _ name: String, bias: String?, rows: Int, scheme: QuantizationScheme, patchSize: Int? = nil
  ) throws(EvaluationError) -> LinearProduct {
    try products.value(of: WeightKey(name: name, scheme: scheme, rows: rows)) { () throws(KernelError) in
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
    return try integerLayers.value(of: WeightKey(name: name, scheme: scheme, rows: rows)) { () throws(KernelError) in
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
