import Kernels

/// What a kernel needs of its products for one executor alone; not to be shared between threads.
enum KernelBinding {
  case none
  case linear(LinearProduct.Binding)
  case scores(AttentionProducts.Binding)
  case product(IntegerProduct.Binding)
  case attention(AttentionCodes.Binding)

  /// - Parameter shared: attentions of one shape share their scratch memory, as only one of them runs at a time.
  init(
    _ kernel: Kernel, shared: inout [ObjectIdentifier: AttentionCodes.Binding], clock: KernelClock?
  ) throws(EvaluationError) {
    do throws(KernelError) {
      switch kernel {
      case .convolution(let product, _), .linear(let product): self = .linear(try product.makeBinding())
      case .scores(let products, _), .weightedValues(let products, _): self = .scores(try products.makeBinding())
      case .patchCodes(let patches): self = .product(try patches.product.makeBinding())
      case .embedding(let embedding): self = .product(try embedding.patches.product.makeBinding())
      case .linearCodes(let product, _), .linearGELUCodes(let product, _, _), .linearReals(let product, _):
        self = .product(try product.makeBinding())
      case .attentionCodes(let attention):
        let key = ObjectIdentifier(attention.products)
        let binding: AttentionCodes.Binding
        if let known = shared[key] { binding = known } else { binding = try attention.products.makeBinding() }
        binding.clock = clock
        shared[key] = binding
        self = .attention(binding)
      default: self = .none
      }
    } catch { throw .kernel(error) }
  }
}
