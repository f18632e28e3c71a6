internal import CKernels
internal import COneDNN

/// A product of codes, exact on every CPU: `y[b, m, n] = Σ_k x[b, m, k] · w[b, k, n]`, unsigned times signed bytes.
///
/// Sums must stay below 2³¹, which up to 65,536 terms do. Where the CPU's own instructions for bytes are exact (VNNI,
/// AMX), products of bytes run: this package's own with AVX-512 VNNI, as it ends its sums in the same pass, oneDNN's with
/// AMX. Elsewhere those saturate, and float products run in blocks so short that no sum leaves the integers that float32
/// holds.
package final class IntegerProduct: Sendable {
  /// Extents, and the distance in elements between neighbours along each axis.
  package struct Shape: Hashable, Sendable {
    package typealias Strides = (batch: Int, row: Int, column: Int)

    package static let mostTerms = 1 << 16

    package let batches: Int
    package let rows: Int
    package let inner: Int
    package let columns: Int
    let source: [Int]
    let weights: [Int]
    let destination: [Int]

    package init(
      batches: Int = 1, rows: Int, inner: Int, columns: Int, source: Strides, weights: Strides, destination: Strides
    ) {
      precondition(batches > 0 && rows > 0 && inner > 0 && columns > 0, "a product has extents")
      precondition(inner <= Self.mostTerms, "sums of up to 65,536 products of bytes stay below 2³¹")
      self.batches = batches
      self.rows = rows
      self.inner = inner
      self.columns = columns
      self.source = [source.batch, source.row, source.column]
      self.weights = [weights.batch, weights.row, weights.column]
      self.destination = [destination.batch, destination.row, destination.column]
    }

    /// One matrix by another, the source's rows in words of 4 bytes, which the package's own code reads at once.
    fileprivate var canBeFused: Bool {
      batches == 1 && inner % 4 == 0 && source[2] == 1 && source[1] >= inner && destination[2] == 1
    }

    /// A linear layer: the weight is `[columns, inner]`, as PyTorch has it.
    package static func linear(rows: Int, inputs: Int, outputs: Int) -> Shape {
      Shape(
        rows: rows, inner: inputs, columns: outputs, source: (0, inputs, 1), weights: (0, 1, inputs),
        destination: (0, outputs, 1))
    }
  }

  /// How exactness is had.
  package enum Arithmetic: String, Sendable, CaseIterable {
    /// The CPU's products of bytes by this package's code, with what follows the sums; only with packed weights.
    case fusedBytes = "fused bytes"
    /// The CPU's products of bytes by oneDNN.
    case bytes
    /// Products of integers in float32.
    case floats
  }

  /// What this CPU computes fastest of what it computes exactly.
  package static let arithmetic: Arithmetic =
    !areBytesExact ? .floats : ownInstructionSets.contains(OneDNN.instructionSet) && fq_has_code_product() != 0
    ? .fusedBytes : .bytes

  /// Those with AVX-512 VNNI and without AMX, by which oneDNN is faster; also where the environment limits oneDNN to them.
  private static let ownInstructionSets: Set = [
    "avx512_core_vnni", "avx512_core_bf16", "avx512_core_fp16",
  ]

  /// Whether this CPU's products of bytes, as oneDNN runs them, are exact: asked of the product that saturates first.
  private static let areBytesExact: Bool = {
    let count = 64
    guard
      let probe = try? IntegerProduct(
        shape: .linear(rows: 1, inputs: count, outputs: 16), weight: [Int8](repeating: 127, count: 16 * count),
        arithmetic: .bytes),
      let binding = try? probe.makeBinding()
    else { return false }
    let source = [UInt8](repeating: 255, count: count)
    var sums = [Int32](repeating: 0, count: 16)
    binding.run(source, into: &sums)
    return sums.allSatisfy { $0 == Int32(255 * 127 * count) }
  }()

  package let shape: Shape
  package let arithmetic: Arithmetic
  /// Kept for products of another number of rows, whose layout may differ.
  private let weight: [Int8]?
  private let blocks: [Block]
  /// The weight as the package's own code has it.
  private let fusedWeight: AlignedBuffer?

  private struct Block {
    let start: Int
    let count: Int
    let product: MatrixProduct
    let packedWeight: AlignedBuffer?
  }

  /// 512 · 255 · 128 is below 2²⁴.
  private static let floatBlockLength = 512

  /// - Parameter weight: with the shape's strides; nil where it comes with each run.
  package init(
    shape: Shape, weight: [Int8]? = nil, arithmetic: Arithmetic = IntegerProduct.arithmetic
  ) throws(KernelError) {
    self.shape = shape
    guard arithmetic != .fusedBytes || weight == nil || !shape.canBeFused else {
      self.arithmetic = .fusedBytes
      self.weight = nil
      blocks = []
      fusedWeight = weight.map { Self.pack($0, shape) }
      return
    }
    let arithmetic = arithmetic == .fusedBytes ? .bytes : arithmetic
    self.arithmetic = arithmetic
    self.weight = weight
    fusedWeight = nil
    let length = arithmetic == .bytes ? shape.inner : Self.floatBlockLength
    var blocks: [Block] = []
    for start in stride(from: 0, to: shape.inner, by: length) {
      let count = min(length, shape.inner - start)
      let product = try MatrixProduct(
        shape: Self.describe(shape, inner: count, arithmetic: arithmetic, packs: weight != nil))
      var packed: AlignedBuffer?
      if let weight {
        let offset = start * shape.weights[1]
        packed =
          arithmetic == .bytes
          ? try product.pack(weight, from: offset) : try product.pack(weight.map(Float.init), from: offset)
      }
      blocks.append(Block(start: start, count: count, product: product, packedWeight: packed))
    }
    self.blocks = blocks
  }

  private static func pack(_ weight: [Int8], _ shape: Shape) -> AlignedBuffer {
    let packed = AlignedBuffer(byteCount: fq_code_weights_byte_count(shape.inner, shape.columns))
    fq_pack_code_weights(
      weight, shape.inner, shape.columns, shape.weights[1], shape.weights[2],
      packed.address.assumingMemoryBound(to: Int8.self))
    return packed
  }

  private init(fused weight: AlignedBuffer, shape: Shape) {
    self.shape = shape
    arithmetic = .fusedBytes
    self.weight = nil
    blocks = []
    fusedWeight = weight
  }

  private static func describe(
    _ shape: Shape, inner: Int, arithmetic: Arithmetic, packs: Bool
  ) -> fq_dnnl_shape {
    func strides(_ values: [Int]) -> (Int64, Int64, Int64) { (Int64(values[0]), Int64(values[1]), Int64(values[2])) }
    var result = fq_dnnl_shape()
    (result.batches, result.rows) = (Int64(shape.batches), Int64(shape.rows))
    (result.inner, result.columns) = (Int64(inner), Int64(shape.columns))
    result.is_integer = arithmetic == .bytes
    result.source_strides = strides(shape.source)
    result.weights_strides = strides(shape.weights)
    result.destination_strides = strides(shape.destination)
    result.packs_weights = packs
    return result
  }

  /// The product of one row with the same weight.
  package func withSingleRow() throws(KernelError) -> IntegerProduct {
    let single = Shape(
      batches: shape.batches, rows: 1, inner: shape.inner, columns: shape.columns,
      source: (shape.source[0], shape.source[1], shape.source[2]),
      weights: (shape.weights[0], shape.weights[1], shape.weights[2]),
      destination: (shape.destination[0], shape.destination[1], shape.destination[2]))
    if let fusedWeight { return IntegerProduct(fused: fusedWeight, shape: single) }
    return try IntegerProduct(shape: single, weight: weight, arithmetic: arithmetic)
  }

  /// oneDNN's name of the code it chose, such as `brg:avx512_core_vnni`, or `fused`.
  package var implementation: String { blocks.first?.product.implementation ?? "fused" }

  /// Products of two bytes a run.
  package var multiplicationCount: Int { shape.batches * shape.rows * shape.inner * shape.columns }

  /// What one worker runs the product with.
  package func makeBinding() throws(KernelError) -> Binding {
    var bindings: [MatrixProductBinding] = []
    for block in blocks {
      bindings.append(try MatrixProductBinding(block.product, packedWeights: block.packedWeight, bias: nil))
    }
    return Binding(product: self, blocks: bindings)
  }

  /// A product as one worker holds it; not to be shared between threads.
  package final class Binding {
    private let product: IntegerProduct
    private let blocks: [MatrixProductBinding]
    /// The operands and a block's sums as floats, where the product runs in those.
    private let floats: (source: AlignedBuffer, weights: AlignedBuffer, sums: AlignedBuffer)?

    fileprivate init(product: IntegerProduct, blocks: [MatrixProductBinding]) {
      self.product = product
      self.blocks = blocks
      let shape = product.shape
      floats =
        product.arithmetic == .bytes
        ? nil
        : (
          AlignedBuffer(byteCount: 4 * Self.extent(shape.source, [shape.batches, shape.rows, shape.inner])),
          AlignedBuffer(byteCount: 4 * Self.extent(shape.weights, [shape.batches, shape.inner, shape.columns])),
          AlignedBuffer(byteCount: 4 * Self.extent(shape.destination, [shape.batches, shape.rows, shape.columns]))
        )
    }

    /// Elements from the first to the last that an operand reaches, both included.
    private static func extent(_ strides: [Int], _ counts: [Int]) -> Int {
      1 + zip(strides, counts).reduce(0) { $0 + $1.0 * ($1.1 - 1) }
    }

    /// - Parameter weights: nil where the product was made with its own.
    package func run(
      _ x: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>? = nil, into y: UnsafeMutablePointer<Int32>
    ) {
      if product.fusedWeight != nil {
        runFused(x, fq_product_end(fq_end_sums), into: y)
        return
      }
      guard let floats else {
        blocks[0].run(x, weights, into: y)
        return
      }
      let shape = product.shape
      // The three buffers were made for floats, and for these extents.
      let source = floats.source.address.assumingMemoryBound(to: Float.self)
      let operand = floats.weights.address.assumingMemoryBound(to: Float.self)
      let sums = floats.sums.address.assumingMemoryBound(to: Float.self)
      for index in 0..<Self.extent(shape.source, [shape.batches, shape.rows, shape.inner]) {
        source[index] = Float(x[index])
      }
      if let weights {
        for index in 0..<Self.extent(shape.weights, [shape.batches, shape.inner, shape.columns]) {
          operand[index] = Float(weights[index])
        }
      }
      for (block, binding) in zip(product.blocks, blocks) {
        binding.run(
          source + block.start * shape.source[2],
          weights == nil ? nil : UnsafeRawPointer(operand + block.start * shape.weights[1]), into: sums)
        for batch in 0..<shape.batches {
          for row in 0..<shape.rows {
            let start = batch * shape.destination[0] + row * shape.destination[1]
            for column in 0..<shape.columns {
              let index = start + column * shape.destination[2]
              y[index] = block.start == 0 ? Int32(sums[index]) : y[index] + Int32(sums[index])
            }
          }
        }
      }
    }

    /// - Parameter y: of the type that the kind of end leaves.
    private func runFused(
      _ x: UnsafePointer<UInt8>, _ end: fq_product_end, into y: UnsafeMutableRawPointer
    ) {
      guard let weight = product.fusedWeight else { preconditionFailure("a product with a weight of its own") }
      let shape = product.shape
      var source = fq_code_source(codes: x, low: nil, stride: shape.source[1])
      var end = end
      // The weight was packed for these extents.
      fq_code_product(
        &source, weight.address.assumingMemoryBound(to: Int8.self), shape.rows, shape.inner, shape.columns, &end, y,
        shape.destination[1])
    }

    /// The codes that `requantization` makes of the product's sums.
    ///
    /// - Parameters:
    ///   - sums: room for them, where they have to be written.
    ///   - clock: told what time goes to.
    package func codes(
      _ x: UnsafePointer<UInt8>, _ requantization: Requantization, sums: UnsafeMutablePointer<Int32>,
      clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>
    ) {
      if product.fusedWeight != nil {
        requantization.withCParameters {
          runFused(x, fq_product_end(fq_end_codes, $0), into: codes)
        }
        clock?.lap(.productToCodes)
      } else {
        run(x, into: sums)
        clock?.lap(.product)
        requantization.codes(sums, rows: product.shape.rows, into: codes)
        clock?.lap(.epilogue)
      }
    }

    /// The codes of the GELU of what the sums stand for.
    package func geluCodes(
      _ x: UnsafePointer<UInt8>, _ requantization: Requantization, scale: Float, zeroPoint: Int32,
      sums: UnsafeMutablePointer<Int32>, clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>
    ) {
      if product.fusedWeight != nil {
        requantization.withCParameters {
          var end = fq_product_end(fq_end_gelu, $0)
          (end.steps, end.zero_point) = (1 / scale, Float(zeroPoint))
          runFused(x, end, into: codes)
        }
        clock?.lap(.productToGELUCodes)
      } else {
        run(x, into: sums)
        clock?.lap(.product)
        requantization.geluCodes(
          sums, rows: product.shape.rows, scale: scale, zeroPoint: zeroPoint, into: codes)
        clock?.lap(.gelu)
      }
    }

    /// What the sums stand for.
    package func reals(
      _ x: UnsafePointer<UInt8>, _ requantization: Requantization, sums: UnsafeMutablePointer<Int32>,
      clock: KernelClock?, into y: UnsafeMutablePointer<Float>
    ) {
      run(x, into: sums)
      clock?.lap(.product)
      requantization.reals(sums, rows: product.shape.rows, into: y)
      clock?.lap(.epilogue)
    }
  }
}

extension fq_product_end {
  init(_ kind: fq_product_end_kind, _ requantization: UnsafePointer<fq_requantization>? = nil) {
    self.init()
    self.kind = kind
    self.requantization = requantization
  }
}
