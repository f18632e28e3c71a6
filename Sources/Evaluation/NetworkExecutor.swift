import Kernels
package import Models
import Quantization

/// Runs a plan on one image at a time, in scratch memory of its own: one executor a worker.
///
/// One image at a time, because then no result can depend on a batch's size or on the number of workers, and because
/// the activations of one image stay in the core's own cache. Not Sendable: it belongs to the thread that made it.
package final class NetworkExecutor {
  /// Sees an operation's value: right after it was computed, or, for a site, also before it is quantized.
  package typealias Observation = (_ operation: Operation, _ value: UnsafeMutableBufferPointer<Float>) -> Void

  package let plan: ExecutionPlan
  private let image: ImageInput
  /// One allocation a buffer of the layout, freed with the executor; no one else holds their pointers.
  private let buffers: [UnsafeMutablePointer<Float>]
  private let patches: UnsafeMutablePointer<Float>
  private let bindings: [Binding]

  /// What a step needs of oneDNN for this executor alone.
  private enum Binding {
    case none
    case linear(LinearProduct.Binding)
    case attention(AttentionProducts.Binding)
  }

  /// - Parameter plan: a simulated one, whose operations all run in float.
  package convenience init(plan: ExecutionPlan, input: InputSpecification) throws(EvaluationError) {
    precondition(plan.program == nil, "an integer plan's operations run in an IntegerExecutor")
    try self.init(floatsOf: plan, input: input)
  }

  /// For those operations of an integer plan that run in float.
  init(floatsOf plan: ExecutionPlan, input: InputSpecification) throws(EvaluationError) {
    OneDNN.limitToOneThread()
    self.plan = plan
    image = ImageInput(specification: input)
    buffers = plan.layout.elementCounts.map { .allocate(capacity: $0) }
    for (buffer, count) in zip(buffers, plan.layout.elementCounts) { buffer.initialize(repeating: 0, count: count) }
    patches = .allocate(capacity: image.elementCount)
    patches.initialize(repeating: 0, count: image.elementCount)
    var bindings: [Binding] = []
    do {
      for step in plan.steps {
        switch step {
        case .patchEmbedding(let product, _), .linear(let product): bindings.append(.linear(try product.makeBinding()))
        case .scores(let products, _), .weightedValues(let products):
          bindings.append(.attention(try products.makeBinding()))
        default: bindings.append(.none)
        }
      }
    } catch { throw .kernel(error) }
    self.bindings = bindings
  }

  deinit {
    for buffer in buffers { buffer.deallocate() }
    patches.deallocate()
  }

  /// Runs the network on an image and returns the value of its last operation: the logits.
  ///
  /// - Parameters:
  ///   - pixels: 8-bit RGB, interleaved, of the model's input size.
  ///   - last: the operation to stop after; the whole network where nil.
  ///   - before: sees every site's value before its quantizer.
  ///   - after: sees every operation's value.
  /// - Returns: a view of scratch memory, valid until the next run.
  @discardableResult
  package func run(
    _ pixels: [UInt8], through last: Int? = nil, before: Observation? = nil, after: Observation? = nil
  ) -> UnsafeBufferPointer<Float> {
    let operations = plan.graph.operations
    let last = last ?? operations.count - 1
    for operation in operations[0...last] {
      perform(operation, pixels: pixels, before: before)
      if let after { after(operation, value(operation)) }
    }
    return UnsafeBufferPointer(value(operations[last]))
  }

  func value(_ operation: Operation) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(
      start: buffers[plan.layout.buffers[operation.id]], count: operation.value.elementCount)
  }

  /// Runs one operation on the values of those before it.
  func perform(_ operation: Operation, pixels: [UInt8], before: Observation?) {
    let out = buffers[plan.layout.buffers[operation.id]]
    let rows = operation.value.rowCount
    let columns = operation.value.columnCount
    let count = rows * columns
    func input(_ index: Int) -> UnsafeMutablePointer<Float> {
      buffers[plan.layout.buffers[operation.inputs[index]]]
    }
    if let before, case .quantize = operation.kind { before(operation, value(operation)) }

    switch plan.steps[operation.id] {
    case .image:
      image.write(pixels, into: out)
    case .pass:
      break
    case .quantize(let quantizer):
      QuantizationKernels.quantizeDequantize(
        out, count: count, scale: quantizer.scales[0], zeroPoint: quantizer.zeroPoints[0],
        format: quantizer.format)
    case .quantizeChannels(let grid):
      QuantizationKernels.quantizeDequantize(
        out, rows: rows, channels: columns, scales: grid.scales, zeroPoints: grid.zeroPoints, format: grid.format)
    case .patchEmbedding(_, let patchSize):
      image.gatherPatches(input(0), patchSize: patchSize, into: patches)
      run(bindings[operation.id], patches, into: out)
    case .prependToken(let token):
      out.update(from: token, count: columns)
      (out + columns).update(from: input(0), count: count - columns)
    case .addPositions(let positions):
      ElementwiseKernels.add(out, positions, into: out, count: count)
    case .layerNorm(let weight, let bias, let epsilon):
      NormalizationKernels.layerNorm(
        input(0), rows: rows, channels: columns, weight: weight, bias: bias, epsilon: epsilon, into: out)
    case .integerLayerNorm(let parameters):
      IntegerLayerNorm.run(input(0), parameters, rows: rows, into: out)
    case .linear:
      run(bindings[operation.id], input(0), into: out)
    case .scores(_, let factor):
      guard case .attention(let binding) = bindings[operation.id] else { return }
      binding.scores(input(0), into: out)
      ElementwiseKernels.scale(out, by: factor, count: count)
    case .softmax(let quantizer):
      NormalizationKernels.softmax(out, rows: rows, columns: columns)
      before?(operation, value(operation))
      quantizeProbabilities(out, quantizer, count: count)
    case .logIntSoftmax(let kernel):
      kernel.run(out, rows: rows, columns: columns)
    case .logIntSoftmaxOfRealScores(let kernel):
      kernel.runReal(out, rows: rows, columns: columns)
    case .weightedValues:
      guard case .attention(let binding) = bindings[operation.id] else { return }
      binding.context(input(0), input(1), into: out)
    case .gelu:
      ElementwiseKernels.gelu(out, into: out, count: count)
    case .add:
      ElementwiseKernels.add(input(0), input(1), into: out, count: count)
    case .selectToken(let index):
      out.update(from: input(0) + index * columns, count: columns)
    }
  }

  private func run(_ binding: Binding, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
    guard case .linear(let binding) = binding else { return }
    binding.run(x, into: y)
  }

  private func quantizeProbabilities(_ p: UnsafeMutablePointer<Float>, _ quantizer: Quantizer, count: Int) {
    switch quantizer {
    case .float: break
    case .uniform(let uniform):
      QuantizationKernels.quantizeDequantize(
        p, count: count, scale: uniform.scales[0], zeroPoint: uniform.zeroPoints[0], format: uniform.format)
    case .log2(let quantizer):
      QuantizationKernels.log2(p, count: count, bits: quantizer.bits)
    case .powersOfTwoScale, .logIntSoftmax:
      preconditionFailure("not a quantizer of float probabilities")
    }
  }
}
