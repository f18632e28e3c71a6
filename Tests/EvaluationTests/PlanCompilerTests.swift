import Graphs
import Evaluation
import Models
import Quantization
import Testing

@Suite struct PlanCompilerTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 2) }

  @Test func `LIS on float scores is refused by name`() throws {
    let configuration = bench.configuration([.attention: .logIntSoftmax(bits: 4), .scores: .float])
    let error = #expect(throws: EvaluationError.self) { try bench.plan(configuration, bench.calibrate()) }
    #expect(
      error?.description
        == "blocks.0.attn.softmax uses LIS, which needs integer scores: quantize blocks.0.attn.scores uniformly, or take LIS off"
    )
  }

  @Test func `Sites in float are not counted as quantized`() throws {
    let calibration = try bench.calibrate()
    let base = try bench.plan(.base, calibration)
    #expect(base.integerSiteCount + base.simulatedSiteCount == bench.graph.sites.count)
    let float = try bench.plan(.float, calibration)
    #expect(float.integerSiteCount + float.simulatedSiteCount == 0)
    let some = try bench.plan(bench.configuration([.scores: .float, .weight: .float]), calibration)
    let spared = bench.graph.sites.count { [.scores, .weight].contains($0.role) }
    #expect(some.integerSiteCount + some.simulatedSiteCount == bench.graph.sites.count - spared)
  }

  @Test func `A compiler gives the same plan again after others`() throws {
    let calibration = try bench.calibrate()
    let compiler = PlanCompiler(model: bench.model)
    func logits(_ configuration: QuantizationConfiguration) throws -> [[UInt32]] {
      let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: bench.graph)
      return bits(try bench.logits(compiler.plan(for: configuration, quantizers: table)))
    }
    let first = try logits(.base)
    for width in [2, 4] {
      let other = try logits(bench.configuration([.weight: .channelWise(width)]))
      #expect(other != first)
      #expect(
        other == bits(try bench.logits(bench.plan(bench.configuration([.weight: .channelWise(width)]), calibration))))
    }
    #expect(try logits(.base) == first)
  }
}
