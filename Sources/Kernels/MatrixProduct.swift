internal import COneDNN

/// A prepared product of matrices of fixed shape; threads share it, each through a `MatrixProductBinding`.
///
/// @unchecked Sendable because nothing changes after `init`, and oneDNN allows concurrent execution of a primitive whose
/// scratchpad is the caller's.
final class MatrixProduct: @unchecked Sendable {
  let shape: fq_dnnl_shape
  let engine: OneDNNEngine
  private var product = fq_dnnl_product()

  init(shape: fq_dnnl_shape) throws(KernelError) {
    OneDNN.limitToOneThread()
    self.shape = shape
    engine = try OneDNN.engine.get()
    var shape = shape
    let status = fq_dnnl_product_create(&product, engine.handle, &shape)
    guard status == 0 else { throw .oneDNN(.product, status: status) }
  }

  deinit { fq_dnnl_product_destroy(&product) }

  var weightsByteCount: Int { product.weights_byte_count }
  var scratchpadByteCount: Int { product.scratchpad_byte_count }

  /// oneDNN's name of the code it chose, such as `brg:avx512_core`.
  var implementation: String {
    withUnsafePointer(to: product) { String(cString: fq_dnnl_product_implementation($0)) }
  }

  /// Rewrites weights, from index `start` on, into the layout that the product chose.
  func pack<Element: BitwiseCopyable>(_ weights: [Element], from start: Int = 0) throws(KernelError) -> AlignedBuffer {
    precondition(MemoryLayout<Element>.size == (shape.is_integer ? 1 : 4), "weights have the product's type")
    let packed = AlignedBuffer(byteCount: weightsByteCount)
    let stream = try OneDNNStream(engine: engine)
    var shape = shape
    let status = withUnsafePointer(to: product) { product in
      weights.withUnsafeBufferPointer {
        fq_dnnl_product_pack(
          product, engine.handle, stream.handle, &shape, $0.baseAddress.map { $0 + start }, packed.address)
      }
    }
    guard status == 0 else { throw .oneDNN(.weightPacking, status: status) }
    return packed
  }

  enum Operand {
    case source, weights, bias, destination, scratchpad
  }

  func makeMemory(of operand: Operand, at address: UnsafeMutableRawPointer?) throws(KernelError) -> OneDNNMemory {
    let (query, index): (dnnl_query_t, Int32) =
      switch operand {
      case .source: (dnnl_query_src_md, 0)
      case .weights: (dnnl_query_weights_md, 0)
      case .bias: (dnnl_query_weights_md, 1)
      case .destination: (dnnl_query_dst_md, 0)
      case .scratchpad: (dnnl_query_scratchpad_md, 0)
      }
    var handle: dnnl_memory_t?
    let status = withUnsafePointer(to: product) {
      fq_dnnl_memory_create(&handle, $0, engine.handle, query, index, address)
    }
    guard status == 0, let handle else { throw .oneDNN(.memory, status: status) }
    return OneDNNMemory(handle: handle)
  }

  func execute(
    on stream: OneDNNStream, source: OneDNNMemory, weights: OneDNNMemory, bias: OneDNNMemory?,
    destination: OneDNNMemory, scratchpad: OneDNNMemory?
  ) {
    OneDNN.limitToOneThread()
    let status = withUnsafePointer(to: product) {
      fq_dnnl_product_execute(
        $0, stream.handle, source.handle, weights.handle, bias?.handle, destination.handle, scratchpad?.handle)
    }
    precondition(status == 0, "oneDNN refused to run a product it had prepared (status \(status))")
  }
}
