import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import Locks
import Tensors
import TestSupport

/// A tiny model with seeded images, in a folder of its own.
struct TinyBench {
  private let temporary: TemporaryFolder
  let model: Model
  let images: ImageSet
  /// Each image's pixels.
  let pixels: [[UInt8]]
  var imagesPath: String { temporary.path("images") }
  var graph: Graph { model.graph }

  init(
    imageCount: Int = 9, tensors: [String: Tensor] = TinyModel.tensors(),
    configuration: String = TinyModel.configuration
  ) throws {
    temporary = TemporaryFolder()
    let folder = try TinyModel.write(
      to: temporary.url.appendingPathComponent("model"), tensors: tensors, configuration: configuration)
    model = try Model(folder: folder)
    try TestImage.writeFolder(
      temporary.url.appendingPathComponent("images"), count: imageCount, side: model.graph.imageSize,
      classCount: model.graph.resultCount)
    images = try ImageSet(path: temporary.path("images"), model: model, threadCount: 1, progress: { _, _ in })
    let store = images.pixels
    pixels = try store.indices.map { try store[$0] }
  }

  func path(_ name: String) -> String { temporary.path(name) }

  func session(
    threadCount: Int = 2, mode: CalibrationOptions.Mode = .default, limit: Int? = nil, cacheFolder: String? = nil
  ) -> EvaluationSession {
    EvaluationSession(
      model: model,
      source: EvaluationSource(
        imagesPath: imagesPath, calibrationPath: imagesPath, mode: mode, limit: limit, threadCount: threadCount,
        cacheFolder: cacheFolder))
  }

  func calibrate(_ options: CalibrationOptions = CalibrationOptions(), threadCount: Int = 2) throws -> Calibration {
    try Calibrator(
      compiler: PlanCompiler(model: model), images: images.pixels, imageListDigest: images.digest, options: options,
      threadCount: threadCount
    ).calibrate(cancellation: CancellationFlag(), progress: { _, _ in })
  }

  func plan(
    _ configuration: QuantizationConfiguration, _ calibration: Calibration,
    arithmetic: PlanCompiler.Arithmetic = .simulated
  ) throws -> Plan {
    try PlanCompiler(model: model).plan(
      for: configuration,
      quantizers: QuantizerTable(configuration: configuration, calibration: calibration, graph: graph),
      arithmetic: arithmetic)
  }

  /// The logits of every image.
  func logits(_ plan: Plan, threadCount: Int = 1, prefixes: PrefixStore? = nil) throws -> [[Float]] {
    let kept = Guarded([[Float]](repeating: [], count: images.count))
    _ = try Evaluator(model: model, images: images, threadCount: threadCount, prefixes: prefixes).run(
      plan, cancellation: CancellationFlag(),
      onLogits: { index, logits in kept.withLock { $0[index] = Array(logits) } })
    return kept.withLock { $0 }
  }

  /// What each activation site of `plan` sees before it quantizes, image by image; softmax sites see probabilities.
  func captured(_ plan: Plan) throws -> [SiteID: [[Float]]] {
    let executor = try Executor(plan: plan, input: model.input)
    var values: [SiteID: [[Float]]] = [:]
    for pixels in pixels {
      executor.run(
        pixels,
        before: { operation, value in
          switch operation.op {
          case .quantize(let site), .softmax(let site, _, _, _): values[site, default: []].append(Array(value))
          default: break
          }
        })
    }
    return values
  }

  /// `base` with another scheme at every site of some roles.
  func configuration(
    _ schemes: [SiteRole: QuantizationScheme], over base: QuantizationConfiguration = .base,
    observer: ObserverKind = .minmax
  ) -> QuantizationConfiguration {
    var configuration = base
    configuration.observer = observer
    for site in graph.sites {
      if let scheme = schemes[site.role] { configuration.set(scheme, at: site) }
    }
    return configuration
  }

  /// The method in full: PTS at every LayerNorm's input, LIS in every attention.
  var fullMethod: QuantizationConfiguration {
    configuration([.normInput: .powersOfTwoScale(bits: 8), .attention: .logIntSoftmax(bits: 4)])
  }
}

/// Bits, so that NaN equals itself and zero differs from minus zero.
func bits(_ values: [[Float]]) -> [[UInt32]] { values.map { $0.map(\.bitPattern) } }
