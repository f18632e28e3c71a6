import Graphs
import Models
import Quantization
import TestSupport
import Testing

@Suite struct ConfigurationDifferenceTests {
  private let graph = ConfigurationSamples.graph()

  private func difference(_ sets: (rows: String, scheme: String)...) throws -> String {
    let start = try ConfigurationSamples.fullMethod(in: graph)
    return try ConfigurationSamples.configuration(sets, from: start, in: graph).difference(from: start, in: graph)
  }

  @Test func `A change by its kind and its rows`() throws {
    #expect(try difference() == "no change")
    #expect(try difference(("blocks.0.norm2", "uniform8")) == "PTS off blocks.0.norm2")
    #expect(try difference(("norm", "uniform8"), ("*.norm{1,2}", "uniform8")) == "PTS off")
    #expect(try difference(("blocks.0.norm2", "pts6")) == "PTS 6 bit blocks.0.norm2")
    #expect(try difference(("blocks.*.mlp.fc2.weight", "uniform4-channel-wise")) == "W4 blocks.*.mlp.fc2.weight")
    #expect(try difference(("*.weight", "uniform4-channel-wise")) == "W4")
    #expect(try difference(("blocks.3.attn.softmax", "uniform8")) == "LIS → uniform8 blocks.3.attn.softmax")
    #expect(try difference(("*.softmax", "log2-4")) == "LIS → log2-4")
    #expect(try difference(("blocks.3.*", "float")) == "float blocks.3.*")
    #expect(try difference(("*", "float")) == "float")
    #expect(
      try difference(("logits", "uniform6"), ("head.weight", "float")) == "float head.weight, A6 logits")
    #expect(
      try difference(("blocks.*.{0,norm1}", "uniform8"), ("blocks.3.norm1", "pts8"), ("blocks.6.norm1", "pts8"))
        == "PTS off blocks.{0-2,4,5,7-11}.norm1")
  }

  @Test func `One width for several families`() throws {
    let now = try ConfigurationSamples.configuration(
      [("blocks.3.*", "uniform4"), ("blocks.3.*.weight", "uniform4-channel-wise"), ("blocks.3.norm{1,2}", "pts4"),
        ("blocks.3.attn.softmax", "lis4")], from: ConfigurationSamples.fullMethod(in: graph), in: graph)
    #expect(now.difference(from: try ConfigurationSamples.fullMethod(in: graph), in: graph) == "4 bit blocks.3.*")
  }

  @Test func `There and back`() throws {
    let full = try ConfigurationSamples.fullMethod(in: graph)
    var base = QuantizationConfiguration.base
    #expect(full.difference(from: base, in: graph) == "PTS on, uniform8 → LIS")
    #expect(base.difference(from: full, in: graph) == "PTS off, LIS → uniform8")
    base.observer = .ema
    #expect(base.difference(from: .base, in: graph) == "observer ema")
    #expect(QuantizationConfiguration.base.difference(from: base, in: graph) == "observer minmax")
  }

  /// Equal choices have equal labels, and only they have none, however they came about.
  @Test func `By the choices alone`() {
    var generator = SeededGenerator(seed: 55)
    for _ in 0..<40 {
      let start = ConfigurationSamples.random(in: graph, using: &generator)
      let end = ConfigurationSamples.random(in: graph, using: &generator)
      var again = QuantizationConfiguration.float
      again.observer = end.observer
      for site in graph.sites { again.set(end.scheme(at: site), at: site) }
      #expect(again.difference(from: start, in: graph) == end.difference(from: start, in: graph))
      let isSame = start.observer == end.observer && graph.sites.allSatisfy { start.scheme(at: $0) == end.scheme(at: $0) }
      #expect((end.difference(from: start, in: graph) == "no change") == isSame)
      #expect(again.difference(from: end, in: graph) == "no change")
    }
  }
}
