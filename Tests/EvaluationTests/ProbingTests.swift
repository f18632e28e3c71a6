import Graphs
import Evaluation
import Models
import Quantization
import Testing
import TestSupport

/// Looks into the networks while they run.
struct ProbingTests {
  let bench: TinyBench

  init() throws { bench = try TinyBench() }

  @Test func `A map holds the probabilities of both networks`() throws {
    let session = bench.session()
    let calibration = try session.calibration(
      for: bench.fullMethod, cancellation: CancellationFlag(), progress: { _, _ in })
    let attention = bench.graph.attentions[1]
    let map = try session.attentionMap(of: attention, image: 2, configuration: bench.fullMethod)
    #expect(map.image == 2 && map.site == attention.probabilities)
    #expect(map.pixels == bench.pixels[2])
    #expect(map.imageName == bench.images.names[2] && map.label == bench.images.labels?[2])
    let float = try bench.captured(PlanCompiler(model: bench.model).floatPlan())
    #expect(map.float == float[attention.probabilities]?[2])
    for row in 0..<map.headCount * map.tokenCount {
      let sum = map.float[row * map.tokenCount..<(row + 1) * map.tokenCount].reduce(0, +)
      #expect(abs(sum - 1) < 1e-5)
    }
    #expect(map.quantized.allSatisfy { $0 == 0 || $0.significand == 1 }, "LIS gives powers of two")
    #expect(map.quantized != map.float)
    #expect(calibration.imageCount == bench.images.count)
  }

  @Test func `Accumulated errors do not depend on threads, and vanish in float`() throws {
    var found: [AccumulatedErrors] = []
    for threads in [1, 3] {
      let session = bench.session(threadCount: threads)
      _ = try session.calibration(for: bench.fullMethod, cancellation: CancellationFlag(), progress: { _, _ in })
      found.append(try session.accumulatedErrors(of: bench.fullMethod))
    }
    #expect(found[0] == found[1])
    #expect(found[0].imageCount == bench.images.count)
    // Every activation site but the position embedding, which is a constant.
    #expect(found[0].sites.count == bench.graph.activationSites.count - 1)
    #expect(found[0].sites.values.allSatisfy { ($0.decibels ?? .infinity).isFinite })

    let session = bench.session()
    let float = QuantizationConfiguration.float
    _ = try session.calibration(for: float, cancellation: CancellationFlag(), progress: { _, _ in })
    #expect(try session.accumulatedErrors(of: float).sites.values.allSatisfy { $0.noise == 0 })
  }

  @Test func `The first site's accumulated error is its own`() throws {
    let session = bench.session()
    let configuration = bench.configuration([:])
    _ = try session.calibration(for: configuration, cancellation: CancellationFlag(), progress: { _, _ in })
    let site = bench.graph.sites[0].id
    let accumulated = try session.accumulatedErrors(of: configuration).sites[site]?.decibels
    let own = try session.calibration(
      for: configuration, cancellation: CancellationFlag(), progress: { _, _ in }
    ).statistics[site]?.errors[configuration.scheme(at: bench.graph.sites[0])]?.decibels
    // The same images calibrate and are probed.
    #expect(abs((accumulated ?? 0) - (own ?? 1)) < 0.01)
  }

  @Test func `Nothing is shown before there is a calibration`() {
    let session = bench.session()
    #expect(throws: EvaluationError.self) { try session.accumulatedErrors(of: bench.fullMethod) }
    #expect(throws: EvaluationError.self) {
      try session.attentionMap(of: bench.graph.attentions[0], image: 0, configuration: bench.fullMethod)
    }
  }
}
