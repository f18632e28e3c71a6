import Evaluation
import Kernels
import Models
import Quantization
import Tensors
import TestSupport
import Testing

/// Every plain Vision Transformer that opens runs, whatever its extents: odd widths, one class, one patch, long hidden
/// layers.
@Suite struct NetworkShapeTests {
  private static func bench(_ network: VisionTransformer, seed: UInt64) throws -> TinyBench {
    var generator = SeededGenerator(seed: seed)
    var tensors: [String: Tensor] = [:]
    for (name, shape) in network.tensorShapes.sorted(by: { $0.key < $1.key }) {
      tensors[name] = Tensor(shape: shape, elements: (0..<shape.elementCount).map { _ in 0.2 * generator.normal() })
    }
    return try TinyBench(
      imageCount: 2, tensors: tensors,
      configuration: """
        {"architecture": "vit_test", "model_args": {"num_heads": \(network.headCount)},
         "input_size": [3, \(network.imageSize), \(network.imageSize)], "interpolation": "bicubic", "crop_pct": 1.0,
         "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}
        """)
  }

  /// In both arithmetics, with and without the method.
  private func expectFiniteLogits(_ network: VisionTransformer, seed: UInt64) throws {
    let bench = try Self.bench(network, seed: seed)
    let calibration = try bench.calibrate()
    for configuration in [.base, bench.fullMethod] as [QuantizationConfiguration] {
      for arithmetic in PlanCompiler.Arithmetic.allCases {
        let logits = try bench.logits(bench.plan(configuration, calibration, arithmetic: arithmetic))
        #expect(
          logits.allSatisfy { $0.count == network.classCount && $0.allSatisfy(\.isFinite) },
          "seed \(seed), \(arithmetic): \(network)")
      }
    }
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func `Random extents`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 7000 + seed)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    let (patchSize, headCount) = (pick(1...7), pick(1...4))
    let network = VisionTransformer(
      architecture: "vit_test", imageSize: patchSize * pick(1...4), patchSize: patchSize,
      width: headCount * pick(1...20), depth: pick(1...2), headCount: headCount, hiddenWidth: pick(1...70),
      classCount: pick(1...12), hasQueryKeyValueBias: pick(0...1) == 1)
    try expectFiniteLogits(network, seed: generator.seed)
  }

  @Test func `The longest sums`() throws {
    try expectFiniteLogits(
      VisionTransformer(
        architecture: "vit_test", imageSize: 4, patchSize: 4, width: 2, depth: 1, headCount: 1,
        hiddenWidth: ModelLimits.termCount, classCount: 1, hasQueryKeyValueBias: true), seed: 1)
  }

  @Test func `The limits are the kernels'`() {
    #expect(ModelLimits.termCount <= IntegerProduct.Shape.mostTerms)
    #expect(ModelLimits.termCount <= IntegerLayerNorm.Parameters.mostChannels)
  }
}
