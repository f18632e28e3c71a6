import Graphs
@testable import Evaluation
import Foundation
import Models
import Quantization
import TestSupport
import Testing

/// Integer plans against simulated ones, and against themselves.
@Suite struct IntegerPlanTests {
  private let bench: TinyBench
  private let calibration: Calibration

  init() throws {
    bench = try TinyBench()
    calibration = try bench.calibrate()
  }

  /// Configurations that between them take every way through an integer plan.
  private var configurations: [(name: String, configuration: QuantizationConfiguration)] {
    var mixed = bench.fullMethod
    for (index, site) in bench.graph.sites.enumerated() where index % 5 == 2 { mixed.set(.float, at: site) }
    return [
      ("the full method", bench.fullMethod),
      ("layer-wise", .base),
      ("log2", bench.configuration([.attention: .log2(bits: 4)])),
      ("4-bit softmax", bench.configuration([.attention: .layerWise(4), .normInput: .powersOfTwoScale(bits: 8)])),
      ("float softmax", bench.configuration([.attention: .float])),
      ("8-bit LIS", bench.configuration([.attention: .logIntSoftmax(bits: 8)])),
      ("4-bit weights", bench.configuration([.weight: .channelWise(4)], over: bench.fullMethod)),
      ("layer-wise weights", bench.configuration([.weight: .layerWise(8)], over: bench.fullMethod)),
      ("channel-wise hidden", bench.configuration([.hidden: .channelWise(8)], over: bench.fullMethod)),
      ("every fifth site in float", mixed),
    ]
  }

  @Test func `Codes are the simulated ones but on rounding edges`() throws {
    for (name, configuration) in configurations {
      let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: bench.graph)
      let comparison = try CodeComparison(
        model: bench.model, configuration: configuration, table: table, pixels: bench.pixels)
      #expect(comparison.siteCount > 0, "\(name)")
      #expect(comparison.offEdge.isEmpty, "\(name): \(comparison.offEdge.prefix(5))")
    }
  }

  @Test func `Sites are counted as they run`() throws {
    func counts(_ configuration: QuantizationConfiguration) throws -> (Int, Int) {
      let plan = try bench.plan(configuration, calibration, arithmetic: .integer)
      return (plan.integerSiteCount, plan.simulatedSiteCount)
    }
    let all = bench.graph.sites.count
    #expect(try counts(bench.fullMethod) == (all, 0))
    #expect(try counts(.float) == (0, 0))
    // Without PTS a LayerNorm runs in float, and so its output's quantizer is simulated.
    let norms = bench.graph.layerNorms.count
    #expect(try counts(bench.configuration([.attention: .logIntSoftmax(bits: 4)])) == (all - norms, norms))
    // Probabilities in float take the scores before them and the context behind them along.
    let (integer, simulated) = try counts(bench.configuration([.attention: .float], over: bench.fullMethod))
    #expect(integer + simulated == all - bench.graph.attentions.count)
    #expect(simulated == 2 * bench.graph.attentions.count)
  }

  @Test func `Results do not depend on threads or on what was kept`() throws {
    for (name, configuration) in configurations {
      let plan = try bench.plan(configuration, calibration, arithmetic: .integer)
      let expected = bits(try bench.logits(plan))
      #expect(bits(try bench.logits(plan, threadCount: 3)) == expected, "\(name)")
      for budget in [0, 20_000, 1 << 30] {
        let prefixes = PrefixStore(imageCount: bench.images.count, byteBudget: budget)
        for run in 1...2 {
          let found = try bench.logits(plan, threadCount: 2, prefixes: prefixes)
          #expect(bits(found) == expected, "\(name), budget \(budget), run \(run)")
        }
        #expect(prefixes.byteCount <= budget)
      }
    }
  }

  /// Random walks through configurations with one store: every answer is that of a run from the images.
  ///
  /// Half of the changes are at residual sums, where runs begin beside the stream; small budgets lack some points.
  @Test(arguments: [1 << 20, 60_000, 25_000]) func `A change begins where it first shows`(budget: Int) throws {
    let seed = UInt64(90 + budget)
    var generator = SeededGenerator(seed: seed)
    let prefixes = PrefixStore(imageCount: bench.images.count, byteBudget: budget)
    var configuration = bench.fullMethod
    let sums = bench.graph.sites.filter { $0.role == .normInput }
    for step in 0..<40 {
      let sites = step % 2 == 0 ? sums : bench.graph.sites
      let site = try #require(sites.randomElement(using: &generator))
      let choices: [QuantizationScheme] = [.layerWise(8), .layerWise(6), .powersOfTwoScale(bits: 8), .float]
        .filter(site.role.allows)
      var changed = configuration
      changed.set(try #require(choices.randomElement(using: &generator)), at: site)
      guard changed.problem(for: bench.graph) == nil else { continue }
      configuration = changed
      let plan = try bench.plan(configuration, calibration, arithmetic: .integer)
      let found = try bench.logits(plan, threadCount: 2, prefixes: prefixes)
      #expect(bits(found) == bits(try bench.logits(plan)), "step \(step), \(site.id), budget \(budget), seed \(seed)")
    }
  }

  @Test func `Points are kept from the middle of the widest gap on`() {
    #expect(PrefixStore.spread(0) == [])
    #expect(PrefixStore.spread(1) == [0])
    #expect(PrefixStore.spread(7) == [3, 1, 5, 0, 2, 4, 6])
    for count in 0..<40 { #expect(PrefixStore.spread(count).sorted() == Array(0..<count)) }
  }
}

/// DeiT-Tiny on real images, and the Swin Transformer that learned the demo's.
@Suite(.enabled(if: SharedData.isPresent, "needs ../shared"))
struct RealIntegerPlanTests {
  static let networks = [
    (SharedData.path("models/deit_tiny_patch16_224"), SharedData.path("imagenet/validation")),
    (
      SharedData.path("models/swin_demo_patch4_window4_64"),
      SharedData.packageRoot.appendingPathComponent("assets/demo/validation").path
    ),
  ]

  @Test(arguments: networks)
  func `Codes are the simulated ones but on rounding edges`(folder: String, imagesPath: String) throws {
    let model = try Model(folder: folder)
    let threadCount = ProcessInfo.processInfo.activeProcessorCount
    let images = try ImageSet(
      path: imagesPath, model: model, limit: 8, threadCount: threadCount,
      progress: { _, _ in })
    let calibration = try Calibrator(
      compiler: PlanCompiler(model: model), images: images.pixels, imageListDigest: images.digest,
      options: CalibrationOptions(), threadCount: threadCount
    ).calibrate(cancellation: CancellationFlag(), progress: { _, _ in })
    let store = images.pixels
    let pixels = try (0..<2).map { try store[$0] }
    for (pts, attention) in [
      (true, QuantizationScheme.logIntSoftmax(bits: 4)), (false, .layerWise(8)), (true, .log2(bits: 4)),
    ] {
      var configuration = QuantizationConfiguration.base
      for site in model.graph.sites {
        if pts, site.role.isNormInput { configuration.set(.powersOfTwoScale(bits: 8), at: site) }
        if site.role == .attention { configuration.set(attention, at: site) }
      }
      let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: model.graph)
      let plan = try PlanCompiler(model: model).plan(for: configuration, quantizers: table)
      if pts {
        let simulated = model.graph.sites.map(\.id).filter { !plan.integerSites.contains($0) }
        #expect(simulated.isEmpty, "\(simulated)")
      }
      let comparison = try CodeComparison(model: model, configuration: configuration, table: table, pixels: pixels)
      print(
        "PTS \(pts), \(attention): \(comparison.codeCount) codes at \(comparison.siteCount) sites, "
          + "\(comparison.differing) differ, the furthest \(comparison.furthest) steps from its edge")
      #expect(comparison.offEdge.isEmpty, "\(comparison.offEdge.prefix(5))")
      #expect(Double(comparison.differing) <= 1e-3 * Double(comparison.codeCount))
    }
  }
}
