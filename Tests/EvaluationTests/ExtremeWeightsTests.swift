import Graphs
import Evaluation
import Models
import Quantization
import Tensors
import TestSupport
import Testing

/// Weights that are finite but drive activations to the ends of float32.
@Suite struct ExtremeWeightsTests {
  private static func tensors(times factor: Float) -> [String: Tensor] {
    TinyModel.tensors().mapValues { tensor in
      Tensor(shape: tensor.shape, elements: tensor.elements.map { $0 * factor })
    }
  }

  @Test(arguments: [0, Float(bitPattern: 71_362), 1e-30, 1e-20])
  func `Vanishing weights calibrate and run`(factor: Float) throws {
    let bench = try TinyBench(imageCount: 2, tensors: Self.tensors(times: factor))
    for observer in ObserverKind.allCases {
      let calibration = try bench.calibrate(CalibrationOptions(observer: observer))
      for configuration in [QuantizationConfiguration.base, bench.fullMethod] {
        let logits = try bench.logits(bench.plan(configuration, calibration))
        #expect(logits.allSatisfy { $0.allSatisfy(\.isFinite) }, "\(observer)")
      }
    }
  }

  @Test(arguments: [1e10, 1e20, 1e30, 1e37] as [Float], CalibrationOptions.Mode.allCases)
  func `Weights that overflow are refused by the site that shows it first`(factor: Float, mode: CalibrationOptions.Mode)
    throws
  {
    let bench = try TinyBench(imageCount: 2, tensors: Self.tensors(times: factor))
    for observer in ObserverKind.allCases {
      do throws(EvaluationError) {
        let options = CalibrationOptions(
          observer: observer, mode: mode,
          logIntSoftmaxSites: mode == .reference ? bench.graph.attentions.map(\.probabilities) : [])
        let calibrator = Calibrator(
          compiler: PlanCompiler(model: bench.model), images: bench.images.pixels, imageListDigest: "",
          options: options,
          threadCount: 1)
        let calibration = try calibrator.calibrate(cancellation: CancellationFlag(), progress: { _, _ in })
        // Where nothing overflowed, every parameter is finite.
        for (id, site) in calibration.sites {
          #expect(site.bounds.values.allSatisfy { ($0.maximum - $0.minimum).isFinite }, "\(id)")
        }
      } catch {
        #expect(
          error.description.hasSuffix(
            "its activations overflow 32-bit floats; the checkpoint's weights are too large or damaged"))
      }
    }
  }
}
