import Foundation
import Kernels
import Locks
import Graphs
import Models
package import Quantization

/// How fast one model is evaluated on one machine, everything in one run, so that the figures can be compared.
package struct Benchmark: Sendable {
  package struct Toggle: Sendable, Codable {
    package let block: Int
    /// Until the first figure on at least 50 images.
    package let firstFigureMilliseconds: Double
    package let finalFigureMilliseconds: Double
  }

  package struct Result: Sendable, Codable {
    package let instructionSet: String
    package let threads: Int
    package let images: Int
    package let floatImagesPerSecond: Double
    package let simulatedImagesPerSecond: Double
    package let integerImagesPerSecond: Double
    /// What the products of codes alone would allow, at the rate at which this machine runs the largest of them.
    package let productBoundImagesPerSecond: Double
    /// Microseconds an image and worker, by kind of kernel.
    package let integerMicroseconds: [String: Double]
    package let integerSites: Int
    package let simulatedSites: Int
    package let calibrationImages: Int
    package let calibrationSeconds: Double
    package let toggles: [Toggle]
    package let peakMemoryMiB: Double
  }

  /// What stands before the figures on a line of progress.
  package typealias Progress = @Sendable (_ phase: String) -> Void

  /// Each rate is the median of so many runs, alternating between the kinds.
  static let roundCount = 3

  package let session: EvaluationSession
  package let configuration: QuantizationConfiguration

  package init(session: EvaluationSession, configuration: QuantizationConfiguration) {
    self.session = session
    self.configuration = configuration
  }

  package func run(progress: Progress) throws(EvaluationError) -> Result {
    let flag = CancellationFlag()
    progress("loading images")
    let images = try session.images(cancellation: flag, progress: { _, _ in })
    let calibrationImages = try session.calibrationImages(cancellation: flag, progress: { _, _ in })
    progress("calibrating")
    let (calibrationSeconds, calibration) = try Self.timed { () throws(EvaluationError) in
      // Anew, whatever an earlier session left on disk.
      try Calibrator(
        compiler: session.compiler, images: calibrationImages.pixels, imageListDigest: calibrationImages.digest,
        options: session.source.calibrationOptions(for: configuration, graph: session.model.graph),
        threadCount: session.source.threadCount
      ).calibrate(cancellation: flag, progress: { _, _ in })
    }
    let graph = session.model.graph
    let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: graph)
    let plans = try [
      session.compiler.floatPlan(),
      session.compiler.plan(for: configuration, quantizers: table, arithmetic: .simulated),
      session.compiler.plan(for: configuration, quantizers: table, arithmetic: .integer),
    ]
    let evaluator = Evaluator(model: session.model, images: images, threadCount: session.source.threadCount)
    var seconds = [[Double]](repeating: [], count: plans.count)
    for round in 1...Self.roundCount {
      for (index, plan) in plans.enumerated() {
        progress("round \(round) of \(Self.roundCount): \(["float", "simulated", "integer"][index])")
        let (time, _) = try Self.timed { () throws(EvaluationError) in
          try evaluator.run(plan, cancellation: flag)
        }
        seconds[index].append(time)
      }
    }
    let rates = seconds.map { Double(images.count) / Self.median($0) }
    progress("kernels")
    let times = Guarded<[KernelKind: UInt64]>([:])
    _ = try evaluator.run(plans[2], cancellation: flag, onTimes: { kinds in
      times.withLock { $0.merge(kinds) { $0 + $1 } }
    })
    let microseconds = times.withLock(\.self).mapValues { Double($0) / 1000 / Double(images.count) }
    let bound = try ProductBound(plan: plans[2]).imagesPerSecond(threadCount: min(session.source.threadCount, images.count))
    let toggles = try measureToggles(images: images.count, flag: flag, progress: progress)
    return Result(
      instructionSet: OneDNN.instructionSet, threads: session.source.threadCount, images: images.count,
      floatImagesPerSecond: rates[0], simulatedImagesPerSecond: rates[1], integerImagesPerSecond: rates[2],
      productBoundImagesPerSecond: bound ?? 0,
      integerMicroseconds: Dictionary(uniqueKeysWithValues: microseconds.map { ($0.key.rawValue, $0.value) }),
      integerSites: plans[2].integerSiteCount, simulatedSites: plans[2].simulatedSiteCount,
      calibrationImages: calibrationImages.count, calibrationSeconds: calibrationSeconds, toggles: toggles,
      peakMemoryMiB: Self.peakMemoryMiB)
  }

  /// Switches PTS at the second LayerNorm of each block, each time from the configuration that was chosen.
  private func measureToggles(
    images: Int, flag: CancellationFlag, progress: Progress
  ) throws(EvaluationError) -> [Toggle] {
    _ = try session.floatReference(cancellation: flag, progress: { _, _ in })
    _ = try session.evaluate(configuration, cancellation: flag)
    var toggles: [Toggle] = []
    let graph = session.model.graph
    // From the last on, so that the codes before each are those of the chosen configuration, as for a person who has just
    // seen it evaluated.
    for block in (0..<graph.blockCount).reversed() {
      progress("a toggle in block \(block)")
      guard let norm = graph.layerNorms.last(where: { $0.block == block }), let site = graph.site(norm.input)
      else { continue }
      var changed = configuration
      let bits = configuration.scheme(at: site).bits ?? 8
      if case .powersOfTwoScale = configuration.scheme(at: site) {
        changed.set(.layerWise(bits), at: site)
      } else {
        changed.set(.powersOfTwoScale(bits: bits), at: site)
      }
      let start = ContinuousClock.now
      let first = Guarded<Double?>(nil)
      let needed = min(Evaluator.firstFigureImageCount, images)
      _ = try session.evaluate(changed, cancellation: flag) { tally, _ in
        guard tally.imageCount >= needed else { return }
        first.withLock { if $0 == nil { $0 = (ContinuousClock.now - start).seconds } }
      }
      let final = (ContinuousClock.now - start).seconds
      toggles.append(
        Toggle(
          block: block, firstFigureMilliseconds: 1000 * (first.withLock(\.self) ?? final),
          finalFigureMilliseconds: 1000 * final))
    }
    return toggles.reversed()
  }

  private static func timed<Value>(
    _ body: () throws(EvaluationError) -> Value
  ) throws(EvaluationError) -> (seconds: Double, value: Value) {
    let start = ContinuousClock.now
    let value = try body()
    return ((ContinuousClock.now - start).seconds, value)
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private static var peakMemoryMiB: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
