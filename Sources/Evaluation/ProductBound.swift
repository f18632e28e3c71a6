import Foundation
import Graphs
import Kernels
import Locks
import Synchronization

/// What a plan's products of codes alone allow on this machine.
struct ProductBound {
  /// How long the machine's rate is measured, so many times.
  private static let roundLength = Duration.milliseconds(60)
  private static let roundCount = 5

  /// Products of two bytes that one image takes.
  let multiplicationCount: Int
  /// The plan's largest product, by which the rate is measured.
  private let largest: IntegerProduct?

  init(plan: Plan) {
    var products: [IntegerProduct] = []
    var count = 0
    for instruction in plan.instructions {
      switch instruction.kernel {
      case .patchCodes(let patches): products.append(patches.product)
      case .embedding(let embedding): products.append(embedding.patches.product)
      case .linearCodes(let product, _), .linearGELUCodes(let product, _, _), .linearReals(let product, _):
        products.append(product)
      case .attentionCodes(let attention):
        count += attention.shape.groupCount * attention.products.multiplicationCount(attention.sites)
      default: break
      }
    }
    multiplicationCount = products.reduce(count) { $0 + $1.multiplicationCount }
    largest = products.max { $0.multiplicationCount < $1.multiplicationCount }
  }

  /// The best of some rounds in which all threads multiply and do nothing else; nil without a product.
  func imagesPerSecond(threadCount: Int) throws(EvaluationError) -> Double? {
    guard let largest else { return nil }
    var best = 0.0
    for _ in 0..<Self.roundCount {
      best = max(best, try Self.multiplicationsPerSecond(of: largest, threadCount: threadCount))
    }
    return best / Double(multiplicationCount)
  }

  private static func multiplicationsPerSecond(
    of product: IntegerProduct, threadCount: Int
  ) throws(EvaluationError) -> Double {
    let shape = product.shape
    let runs = Atomic<Int>(0)
    let failure = Guarded<KernelError?>(nil)
    let start = ContinuousClock.now
    WorkerThreads.run(threadCount) {
      let binding: IntegerProduct.Binding
      do throws(KernelError) { binding = try product.makeBinding() } catch {
        failure.withLock { $0 = error }
        return
      }
      let codes = ScratchBuffer<UInt8>(count: shape.rows * shape.inner)
      let sums = ScratchBuffer<Int32>(count: shape.rows * shape.columns)
      while ContinuousClock.now - start < roundLength {
        binding.run(codes.address, into: sums.address)
        runs.wrappingAdd(1, ordering: .relaxed)
      }
    }
    if let error = failure.withLock({ $0 }) { throw .kernel(error) }
    let seconds = (ContinuousClock.now - start).seconds
    return Double(runs.load(ordering: .relaxed) * product.multiplicationCount) / seconds
  }
}
