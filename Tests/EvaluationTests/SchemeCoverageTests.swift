import Graphs
import Evaluation
import Models
import Quantization
import Testing

/// Every scheme runs wherever it is defined.
@Suite struct SchemeCoverageTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 2) }

  static let schemes: [QuantizationScheme] =
    [.float]
    + IntegerFormat.widths.flatMap { bits in
      [
        QuantizationScheme.layerWise(bits), .channelWise(bits), .powersOfTwoScale(bits: bits), .log2(bits: bits),
        .logIntSoftmax(bits: bits),
      ]
    }

  /// Those that a plain ViT has.
  private static let roles = Set(
    VisionTransformer(
      architecture: "", imageSize: 8, patchSize: 4, width: 4, depth: 1, headCount: 1, hiddenWidth: 4, classCount: 2,
      hasQueryKeyValueBias: true
    ).graph.sites.map(\.role))

  @Test(arguments: SiteRole.allCases.filter(roles.contains))
  func `Every scheme at every site of a role`(role: SiteRole) throws {
    let calibration = try bench.calibrate()
    let base = bits(try bench.logits(bench.plan(.base, calibration)))
    var differing = 0
    for scheme in Self.schemes where role.allows(scheme) {
      // Half the runs with PTS and LIS elsewhere, so that the integer LayerNorm meets each scheme too.
      for others in [.base, bench.fullMethod] {
        let configuration = bench.configuration([role: scheme], over: others)
        if let problem = configuration.problem(for: bench.graph) {
          #expect(role == .scores && scheme == .float || scheme.description.contains("channel"), "\(problem)")
          continue
        }
        let logits = try bench.logits(bench.plan(configuration, calibration))
        #expect(logits.allSatisfy { $0.allSatisfy(\.isFinite) }, "\(scheme) at \(role)")
        if bits(logits) != base { differing += 1 }
      }
    }
    // The scheme reaches the arithmetic.
    #expect(differing > 8, "\(role)")
  }

  @Test func `Every step of the attention ladder gives other logits`() throws {
    let calibration = try bench.calibrate()
    let logits = try QuantizationScheme.attentionLadder.map {
      bits(try bench.logits(bench.plan(bench.configuration([.attention: $0]), calibration)))
    }
    #expect(Set(logits).count == QuantizationScheme.attentionLadder.count)
  }

  @Test func `Fewer bits lose more`() throws {
    let calibration = try bench.calibrate()
    let float = try bench.logits(bench.plan(.float, calibration))
    let errors = try [8, 4, 2].map { width -> Double in
      let schemes = Dictionary(
        uniqueKeysWithValues: SiteRole.allCases.map {
          ($0, $0 == .weight ? QuantizationScheme.channelWise(width) : .layerWise(width))
        })
      let logits = try bench.logits(bench.plan(bench.configuration(schemes), calibration))
      return zip(logits.joined(), float.joined()).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    }
    #expect(errors[0] * 4 < errors[1] && errors[1] < errors[2], "\(errors)")
  }
}
