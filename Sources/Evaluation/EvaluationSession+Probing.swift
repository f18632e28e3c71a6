import Locks
package import Models
package import Quantization
import Synchronization

/// Looks into the networks while they run, for the views; blocks, so call it off the main thread.
extension EvaluationSession {
  /// Images that the accumulated errors are measured on: enough that the figures of two configurations compare.
  package static let probedImageCount = 16

  /// One attention of one image, in float and as `configuration` quantizes it.
  ///
  /// - Parameter image: a position in the evaluation list.
  /// - Throws: `notCalibrated` before the configuration's calibration is in.
  package func attentionMap(
    of attention: ModelGraph.AttentionSite, image: Int, configuration: QuantizationConfiguration
  ) throws(EvaluationError) -> AttentionMap {
    let images = try images(cancellation: CancellationFlag(), progress: { _, _ in })
    let plan = try probedPlan(of: configuration)
    let pixels = try images.pixels[image]
    guard let operation = model.graph.operationIndex(of: attention.probabilities) else {
      preconditionFailure("\(attention.name) has no operation")
    }
    func probabilities(_ plan: ExecutionPlan) throws(EvaluationError) -> [Float] {
      let executor = try NetworkExecutor(plan: plan, input: model.input)
      // The view lies in the executor's own memory, which must last until it is copied.
      return withExtendedLifetime(executor) { Array(executor.run(pixels, through: operation)) }
    }
    return AttentionMap(
      site: attention.probabilities, image: image, imageName: images.names[image], label: images.labels?[image],
      pixels: pixels, imageSide: model.graph.imageSize, headCount: attention.headCount,
      tokenCount: model.graph.operations[operation].value.columnCount,
      float: try probabilities(try compiler.floatPlan()), quantized: try probabilities(plan))
  }

  /// The errors that have gathered at every activation site, over the first evaluation images.
  ///
  /// - Throws: `notCalibrated` before the configuration's calibration is in.
  package func accumulatedErrors(of configuration: QuantizationConfiguration) throws(EvaluationError)
    -> AccumulatedErrors
  {
    let images = try images(cancellation: CancellationFlag(), progress: { _, _ in })
    let plan = try probedPlan(of: configuration)
    let floatPlan = try compiler.floatPlan()
    let operations = model.graph.operations.indices.filter { model.graph.operations[$0].probedSite != nil }
    let count = min(images.count, Self.probedImageCount)
    let next = Atomic<Int>(0)
    // Summed in the order of the images, so that no figure depends on the number of threads.
    let measured = Guarded([[SignalToNoise]](repeating: [], count: count))
    let failure = Guarded<EvaluationError?>(nil)
    WorkerThreads.run(min(source.threadCount, count)) {
      do throws(EvaluationError) {
        let float = try NetworkExecutor(plan: floatPlan, input: model.input)
        let quantized = try NetworkExecutor(plan: plan, input: model.input)
        while true {
          let image = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard image < count else { return }
          let errors = Self.errors(of: quantized, against: float, on: try images.pixels[image])
          measured.withLock { $0[image] = errors }
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    var sites: [SiteID: SignalToNoise] = [:]
    for errors in measured.withLock({ $0 }) {
      for (operation, error) in zip(operations, errors) {
        guard let site = model.graph.operations[operation].probedSite else { continue }
        sites[site, default: SignalToNoise()] += error
      }
    }
    return AccumulatedErrors(imageCount: count, sites: sites)
  }

  /// In quantize–dequantize arithmetic, which leaves a value at every site where the integer kernels leave codes, or nothing.
  private func probedPlan(of configuration: QuantizationConfiguration) throws(EvaluationError) -> ExecutionPlan {
    guard let calibration = try storedCalibration(for: configuration) else { throw .notCalibrated }
    return try compiler.plan(
      for: configuration,
      quantizers: QuantizerTable(configuration: configuration, calibration: calibration, graph: model.graph),
      arithmetic: .simulated)
  }

  /// One image's errors, an entry for each operation that has a probed site.
  private static func errors(
    of quantized: NetworkExecutor, against float: NetworkExecutor, on pixels: [UInt8]
  ) -> [SignalToNoise] {
    var exact: [[Float]] = []
    float.run(
      pixels,
      after: { operation, value in
        if operation.probedSite != nil { exact.append(Array(value)) }
      })
    var errors: [SignalToNoise] = []
    quantized.run(
      pixels,
      after: { operation, value in
        guard operation.probedSite != nil else { return }
        var error = SignalToNoise()
        for (wanted, found) in zip(exact[errors.count], value) { error.add(Double(wanted), became: Double(found)) }
        errors.append(error)
      })
    return errors
  }
}

extension Operation {
  /// The activation site whose quantized values the operation leaves behind.
  fileprivate var probedSite: SiteID? {
    switch kind {
    case .quantize(let site), .softmax(let site, _): site
    default: nil
    }
  }
}
