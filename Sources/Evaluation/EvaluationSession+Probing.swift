import Locks
package import Graphs
package import Models
package import Quantization
import Synchronization

/// Looks into the networks while they run, for the views; blocks, so call it off the main thread.
extension EvaluationSession {
  /// Images that the accumulated errors are measured on: enough that the figures of two configurations compare.
  package static let probedImageCount = 16

  /// One attention of one image, in float and as `configuration` quantizes it.
  ///
  /// - Parameters:
  ///   - image: a position in the evaluation list.
  ///   - group: the window.
  /// - Throws: `notCalibrated` before the configuration's calibration is in.
  package func attentionMap(
    of attention: Graph.AttentionSite, image: Int, group: Int = 0, configuration: QuantizationConfiguration
  ) throws(EvaluationError) -> AttentionMap {
    precondition((0..<attention.shape.groupCount).contains(group), "\(attention.name) has no window \(group)")
    let images = try images(cancellation: CancellationFlag(), progress: { _, _ in })
    let plan = try probedPlan(of: configuration)
    let pixels = try images.pixels[image]
    guard let node = model.graph.nodeIndex(of: attention.probabilities) else {
      preconditionFailure("\(attention.name) has no node")
    }
    func probabilities(_ plan: Plan) throws(EvaluationError) -> [Float] {
      let executor = try Executor(plan: plan, input: model.input)
      // The view lies in the executor's own memory, which must last until it is copied.
      return withExtendedLifetime(executor) {
        let all = executor.run(pixels, through: node)
        let count = attention.shape.headCount * attention.shape.queryCount * attention.shape.keyCount
        return Array(all[group * count..<(group + 1) * count])
      }
    }
    return AttentionMap(
      site: attention.probabilities, image: image, imageName: images.names[image], label: images.labels?[image],
      pixels: pixels, imageSide: model.graph.imageSize, headCount: attention.headCount,
      queryCount: attention.shape.queryCount, tokenCount: attention.shape.keyCount,
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
    let probed = model.graph.nodes.filter { !model.graph.isConstant[$0.id] }.compactMap(\.op.activationSite)
    let count = min(images.count, Self.probedImageCount)
    let next = Atomic<Int>(0)
    // Summed in the order of the images, so that no figure depends on the number of threads.
    let measured = Guarded([[SignalToNoise]](repeating: [], count: count))
    let failure = Guarded<EvaluationError?>(nil)
    WorkerThreads.run(min(source.threadCount, count)) {
      do throws(EvaluationError) {
        let float = try Executor(plan: floatPlan, input: model.input)
        let quantized = try Executor(plan: plan, input: model.input)
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
      for (site, error) in zip(probed, errors) {
        sites[site, default: SignalToNoise()] += error
      }
    }
    return AccumulatedErrors(imageCount: count, sites: sites)
  }

  /// In quantize–dequantize arithmetic, which leaves a value at every site where the integer kernels leave codes, or nothing.
  private func probedPlan(of configuration: QuantizationConfiguration) throws(EvaluationError) -> Plan {
    guard let calibration = try storedCalibration(for: configuration) else { throw .notCalibrated }
    return try compiler.plan(
      for: configuration,
      quantizers: QuantizerTable(configuration: configuration, calibration: calibration, graph: model.graph),
      arithmetic: .simulated)
  }

  /// One image's errors, an entry for each probed site.
  private static func errors(
    of quantized: Executor, against float: Executor, on pixels: [UInt8]
  ) -> [SignalToNoise] {
    var exact: [[Float]] = []
    float.run(
      pixels,
      after: { node, value in
        if node.op.activationSite != nil { exact.append(Array(value)) }
      })
    var errors: [SignalToNoise] = []
    quantized.run(
      pixels,
      after: { node, value in
        guard node.op.activationSite != nil else { return }
        var error = SignalToNoise()
        for (wanted, found) in zip(exact[errors.count], value) { error.add(Double(wanted), became: Double(found)) }
        errors.append(error)
      })
    return errors
  }
}
