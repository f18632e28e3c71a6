internal import COneDNN

/// A linear layer in float32: `y[m, n] = Σ_k x[m, k] · weight[n, k] + bias[n]`.
///
/// The weight is `[outputs, inputs]`, as PyTorch has it, and is rewritten once into oneDNN's own layout. A run uses one
/// thread, so that its result depends on nothing but its operands and the machine's instruction set.
package final class LinearProduct: Sendable {
  package let rows: Int
  package let inputs: Int
  package let outputs: Int
  private let product: MatrixProduct
  private let packedWeight: AlignedBuffer
  private let bias: AlignedBuffer?

  package init(rows: Int, inputs: Int, outputs: Int, weight: [Float], bias: [Float]?) throws(KernelError) {
    precondition(rows > 0 && inputs > 0 && outputs > 0, "a linear layer has extents")
    precondition(weight.count == inputs * outputs, "the weight is [outputs, inputs]")
    precondition(bias.map { $0.count == outputs } ?? true, "the bias has an element an output")
    self.rows = rows
    self.inputs = inputs
    self.outputs = outputs
    var shape = fq_dnnl_shape()
    shape.batches = 1
    (shape.rows, shape.inner, shape.columns) = (Int64(rows), Int64(inputs), Int64(outputs))
    shape.source_strides = (0, Int64(inputs), 1)
    shape.weights_strides = (0, 1, Int64(inputs))
    shape.destination_strides = (0, Int64(outputs), 1)
    shape.packs_weights = true
    shape.has_bias = bias != nil
    product = try MatrixProduct(shape: shape)
    packedWeight = try product.pack(weight)
    self.bias = bias.map(AlignedBuffer.init)
  }

  /// What one worker runs the layer with.
  package func makeBinding() throws(KernelError) -> Binding {
    Binding(product: try MatrixProductBinding(product, packedWeights: packedWeight, bias: bias))
  }

  /// oneDNN's name of the code it chose, such as `brg:avx512_core`.
  package var implementation: String { product.implementation }

  /// A layer as one worker holds it; not to be shared between threads.
  package final class Binding {
    private let product: MatrixProductBinding

    init(product: MatrixProductBinding) { self.product = product }

    /// `x` is `[rows, inputs]`, `y` is `[rows, outputs]`; they must not overlap.
    package func run(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) { product.run(x, into: y) }
  }
}
