internal import COneDNN

/// One worker's handle on a `MatrixProduct`: its own memory objects, stream and scratchpad.
///
/// Not Sendable: a run points the memory objects at the caller's buffers.
final class MatrixProductBinding {
  private let product: MatrixProduct
  private let stream: OneDNNStream
  private let source: OneDNNMemory
  private let weights: OneDNNMemory
  private let bias: OneDNNMemory?
  private let destination: OneDNNMemory
  private let scratchpad: (memory: OneDNNMemory, buffer: AlignedBuffer)?
  /// Kept because the memory objects hold their addresses.
  private let constants: [AlignedBuffer]

  /// `packedWeights` is nil where both operands change from run to run.
  init(_ product: MatrixProduct, packedWeights: AlignedBuffer?, bias: AlignedBuffer?) throws(KernelError) {
    self.product = product
    stream = try OneDNNStream(engine: product.engine)
    source = try product.makeMemory(of: .source, at: nil)
    weights = try product.makeMemory(of: .weights, at: packedWeights?.address)
    destination = try product.makeMemory(of: .destination, at: nil)
    if let bias {
      self.bias = try product.makeMemory(of: .bias, at: bias.address)
    } else {
      self.bias = nil
    }
    if product.scratchpadByteCount > 0 {
      let buffer = AlignedBuffer(byteCount: product.scratchpadByteCount)
      scratchpad = (try product.makeMemory(of: .scratchpad, at: buffer.address), buffer)
    } else {
      scratchpad = nil
    }
    constants = [packedWeights, bias].compactMap { $0 }
  }

  /// The operands' elements have the product's types.
  func run(_ x: UnsafeRawPointer, _ otherOperand: UnsafeRawPointer? = nil, into y: UnsafeMutableRawPointer) {
    source.point(at: UnsafeMutableRawPointer(mutating: x))
    if let otherOperand { weights.point(at: UnsafeMutableRawPointer(mutating: otherOperand)) }
    destination.point(at: y)
    product.execute(
      on: stream, source: source, weights: weights, bias: bias, destination: destination,
      scratchpad: scratchpad?.memory)
  }
}

/// A memory object: a layout and the address of somebody's buffer.
final class OneDNNMemory {
  let handle: dnnl_memory_t

  init(handle: dnnl_memory_t) { self.handle = handle }

  deinit { dnnl_memory_destroy(handle) }

  /// The buffer must stay alive while a product runs on it.
  func point(at address: UnsafeMutableRawPointer) {
    let status = dnnl_memory_set_data_handle(handle, address)
    precondition(status == dnnl_success, "oneDNN refused a buffer")
  }
}

final class OneDNNStream {
  let handle: dnnl_stream_t

  init(engine: OneDNNEngine) throws(KernelError) {
    var handle: dnnl_stream_t?
    let status = dnnl_stream_create(&handle, engine.handle, UInt32(dnnl_stream_default_flags.rawValue))
    guard status == dnnl_success, let handle else { throw .oneDNN(.stream, status: Int32(status.rawValue)) }
    self.handle = handle
  }

  deinit { dnnl_stream_destroy(handle) }
}
