internal import CKernels
internal import COneDNN

/// A linear layer in float32: `y[m, n] = Σ_k x[m, k] · weight[n, k] + bias[n]`.
///
/// The weight is `[outputs, inputs]`, as PyTorch has it, and is rewritten once into the layout of the code that runs it.
/// A run uses one thread, so that its result depends on nothing but its operands and the machine's instruction set.
package final class LinearProduct: Sendable {
  /// The order of a sum over inputs, which decides its last bits. Both were read off the outputs of the method's
  /// authors' program on a CPU with AVX-512, which they reproduce to the bit on such CPUs.
  package enum Summation: Sendable {
    /// One chain of fused multiply-adds a block of 384 inputs; the bias plus the first, plus the second, and so on.
    /// The order of a matrix product in PyTorch.
    case blocks
    /// One chain over all inputs, then plus the bias. The order of a convolution in PyTorch.
    case chain
  }

  package let rows: Int
  package let inputs: Int
  package let outputs: Int
  private let bias: AlignedBuffer?
  private let code: Code

  private enum Code {
    case blocks([Block])
    case chain(tiles: AlignedBuffer)
  }

  /// The product of one block of inputs; all but the first accumulate.
  private struct Block {
    let start: Int
    let product: MatrixProduct
    let packedWeight: AlignedBuffer
  }

  private static let blockLength = 384

  package init(
    rows: Int, inputs: Int, outputs: Int, weight: [Float], bias: [Float]?, summation: Summation = .blocks
  ) throws(KernelError) {
    precondition(rows > 0 && inputs > 0 && outputs > 0, "a linear layer has extents")
    precondition(weight.count == inputs * outputs, "the weight is [outputs, inputs]")
    precondition(bias.map { $0.count == outputs } ?? true, "the bias has an element an output")
    self.rows = rows
    self.inputs = inputs
    self.outputs = outputs
    self.bias = bias.map(AlignedBuffer.init)
    switch summation {
    case .chain:
      code = .chain(tiles: AlignedBuffer(Self.tiles(weight, inputs: inputs, outputs: outputs)))
    case .blocks:
      var blocks: [Block] = []
      for start in stride(from: 0, to: inputs, by: Self.blockLength) {
        var shape = fq_dnnl_shape()
        shape.batches = 1
        shape.rows = Int64(rows)
        shape.inner = Int64(min(Self.blockLength, inputs - start))
        shape.columns = Int64(outputs)
        shape.source_strides = (0, Int64(inputs), 1)
        shape.weights_strides = (0, 1, Int64(inputs))
        shape.destination_strides = (0, Int64(outputs), 1)
        shape.packs_weights = true
        shape.has_bias = bias != nil && start == 0
        shape.accumulates = start > 0
        let product = try MatrixProduct(shape: shape)
        blocks.append(
          Block(start: start, product: product, packedWeight: try product.pack(weight, from: start)))
      }
      code = .blocks(blocks)
    }
  }

  /// Columns in groups of `fq_chain_tile_columns`, each `[inputs, columns]`, the last padded with zeros.
  private static func tiles(_ weight: [Float], inputs: Int, outputs: Int) -> [Float] {
    let width = Int(fq_chain_tile_columns)
    var tiles = [Float](repeating: 0, count: (outputs + width - 1) / width * width * inputs)
    for output in 0..<outputs {
      let (tile, column) = output.quotientAndRemainder(dividingBy: width)
      for input in 0..<inputs { tiles[(tile * inputs + input) * width + column] = weight[output * inputs + input] }
    }
    return tiles
  }

  /// What one worker runs the layer with.
  package func makeBinding() throws(KernelError) -> Binding {
    guard case .blocks(let blocks) = code else { return Binding(layer: self, blocks: []) }
    var bindings: [(start: Int, product: MatrixProductBinding)] = []
    for block in blocks {
      let binding = try MatrixProductBinding(
        block.product, packedWeights: block.packedWeight, bias: block.start == 0 ? bias : nil)
      bindings.append((block.start, binding))
    }
    return Binding(layer: self, blocks: bindings)
  }

  /// oneDNN's name of the code it chose, such as `brg:avx512_core`, or `chain`.
  package var implementation: String {
    switch code {
    case .blocks(let blocks): blocks[0].product.implementation
    case .chain: "chain"
    }
  }

  private func runChain(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
    guard case .chain(let tiles) = code else { return }
    // Both buffers were made for floats, and live as long as this layer.
    fq_chain_product(
      x, rows, inputs, outputs, tiles.address.assumingMemoryBound(to: Float.self),
      bias?.address.assumingMemoryBound(to: Float.self), y)
  }

  /// A layer as one worker holds it; not to be shared between threads.
  package final class Binding {
    private let layer: LinearProduct
    private let blocks: [(start: Int, product: MatrixProductBinding)]

    fileprivate init(layer: LinearProduct, blocks: [(start: Int, product: MatrixProductBinding)]) {
      self.layer = layer
      self.blocks = blocks
    }

    /// `x` is `[rows, inputs]`, `y` is `[rows, outputs]`; they must not overlap.
    package func run(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
      guard !blocks.isEmpty else { return layer.runChain(x, into: y) }
      for block in blocks { block.product.run(x + block.start, into: y) }
    }
  }
}
