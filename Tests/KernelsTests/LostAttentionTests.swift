import Kernels
import Quantization
import Testing

/// The scale from which Log-Int-Softmax leaves nothing, as the workbench foretells it and as the kernel finds it.
struct LostAttentionTests {
  @Test(arguments: [0.01, 0.08, 0.7, 1.2, 1.66, 1.67, 1.6709, 1.671, 1.68, 2, 5, 100] as [Float])
  func `The quantizer and the constants agree`(scale: Float) {
    let constants = LogIntSoftmaxConstants(scoreScale: scale)
    let isAllZero = (0..<256).allSatisfy { constants.exponential(ofDistance: $0).polynomial == 0 }
    #expect(LogIntSoftmaxQuantizer(bits: 4, scoreScale: scale).losesAllAttention == isAllZero)
  }
}
