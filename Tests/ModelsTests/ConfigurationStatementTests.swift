import Graphs
import Models
import Quantization
import TestSupport
import Testing

@Suite struct ConfigurationStatementTests {
  private let graph = ConfigurationSamples.graph()

  private func line(_ sets: (rows: String, scheme: String)...) throws -> String {
    let start = try ConfigurationSamples.fullMethod(in: graph)
    return ConfigurationStatement(try ConfigurationSamples.configuration(sets, from: start, in: graph), graph: graph).line
  }

  @Test func `Lines of the configurations that everybody knows`() throws {
    #expect(ConfigurationStatement(.float, graph: graph).line == "float")
    #expect(ConfigurationStatement(.base, graph: graph).line == "W8 A8, PTS 0/25, LIS 0/12, attention uniform8")
    #expect(try line() == "W8 A8, PTS 25/25, LIS 12/12 4 bit")
    var omse = QuantizationConfiguration.float
    omse.observer = .omse
    #expect(ConfigurationStatement(omse, graph: graph).line == "float, observer omse")
  }

  @Test func `Exceptions are named`() throws {
    #expect(
      try line(("blocks.0.norm2", "uniform8")) == "W8 A8, PTS 24/25 (not blocks.0.norm2), LIS 12/12 4 bit")
    #expect(
      try line(("blocks.*.mlp.fc2.weight", "uniform4-channel-wise"), ("head.weight", "float"))
        == "W8 (W4: blocks.*.mlp.fc2.weight) A8, PTS 25/25, LIS 12/12 4 bit, float: head.weight")
    #expect(
      try line(("blocks.{0-3}.attn.softmax", "log2-4"))
        == "W8 A8, PTS 25/25, LIS 8/12 4 bit (not blocks.{0-3}.attn.softmax), other attention log2-4")
    #expect(
      try line(("*.softmax", "uniform4"), ("blocks.2.attn.softmax", "lis3"), ("blocks.5.attn.softmax", "float"))
        == "W8 A8, PTS 25/25, LIS 1/12 3 bit (only blocks.2.attn.softmax), other attention uniform4, "
        + "float: blocks.5.attn.softmax")
    #expect(
      try line(("*.weight", "uniform8"), ("blocks.1.*.weight", "uniform4-channel-wise"))
        == "W8 layer-wise (W4: blocks.1.*.weight) A8, PTS 25/25, LIS 12/12 4 bit")
    #expect(
      try line(("blocks.3.*", "float"))
        == "W8 A8, PTS 23/25 (not blocks.3.norm1, blocks.3.norm2), LIS 11/12 4 bit (not blocks.3.attn.softmax), "
        + "float: blocks.3.*")
    #expect(
      try line(("*.softmax", "float"), ("blocks.0.attn.softmax", "lis4"), ("blocks.1.attn.softmax", "uniform4"))
        == "W8 A8, PTS 25/25, LIS 1/12 4 bit (only blocks.0.attn.softmax), other attention float "
        + "(uniform4: blocks.1.attn.softmax)")
    #expect(
      try line(("*.norm1", "pts6"), ("*.norm2", "pts6"), ("norm", "pts5"), ("logits", "uniform6"))
        == "W8 A8 (A6: logits), PTS 25/25 6 bit (5 bit: norm), LIS 12/12 4 bit")
    #expect(try line(("*.weight", "float")) == "W float A8, PTS 25/25, LIS 12/12 4 bit")
  }

  /// However a configuration came about, what is said of it gives it again, from any start.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `What is said of a configuration gives it again`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 700 + seed)
    let graphs = [0, 1, 2, 12].map(ConfigurationSamples.graph)
    for round in 0..<20 {
      let graph = graphs.randomElement(using: &generator)!
      let configuration = ConfigurationSamples.random(in: graph, using: &generator)
      let statement = ConfigurationStatement(configuration, graph: graph)
      for start in [QuantizationConfiguration.float, .base] {
        var again = start
        for entry in statement.set { try again.apply(entry, in: graph) }
        for site in graph.sites {
          #expect(again.scheme(at: site) == configuration.scheme(at: site), "seed \(seed), round \(round), \(site.id)")
        }
        again.observer = configuration.observer
        // Nothing of how it came about is left in the words.
        #expect(ConfigurationStatement(again, graph: graph) == statement, "seed \(seed), round \(round)")
      }
      // By family the same is said.
      var families = QuantizationConfiguration.float
      for site in graph.sites {
        let family = try #require(statement.families.first { $0.family == site.role.family })
        // What most rows have may not be defined at all of them; those are among the exceptions.
        if site.role.allows(family.scheme) { families.set(family.scheme, at: site) }
      }
      for entry in statement.families.flatMap(\.overrides) { try families.apply(entry, in: graph) }
      for site in graph.sites { #expect(families.scheme(at: site) == configuration.scheme(at: site)) }
    }
  }

  @Test func `A scheme that is not defined at every row changes nothing and says where it is`() throws {
    var configuration = QuantizationConfiguration.base
    let error = #expect(throws: QuantizationError.self) {
      try configuration.apply(SchemeStatement(rows: "blocks.3", scheme: .powersOfTwoScale(bits: 8)), in: graph)
    }
    #expect(
      error?.description == "'blocks.3': 'pts8' is not defined at blocks.3.norm1.output and 12 more; "
        + "it is at 'blocks.3.norm1', 'blocks.3.norm2'")
    #expect(configuration == .base)
  }
}
