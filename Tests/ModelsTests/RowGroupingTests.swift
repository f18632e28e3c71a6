import Graphs
import Models
import Quantization
import TestSupport
import Testing

@Suite struct RowGroupingTests {
  private let graph = ConfigurationSamples.graph()

  private func rows(_ pattern: String) throws -> Set<Int> {
    Set(try graph.rows(named: pattern).compactMap { graph.index(of: $0.id) })
  }

  /// A set of rows that a person would name so is named so.
  @Test(arguments: [
    "*", "*.weight", "blocks.*.mlp.fc2.weight", "blocks.3.*", "blocks.3.attn.*", "blocks.{3-5}.*", "blocks.{0,1}.norm1",
    "blocks.{0-2,7}.attn.softmax", "blocks.7.norm2", "patch_embed.*", "blocks.*.norm1", "blocks.*", "head.weight", "norm",
    "blocks.4.*.weight", "*.output",
  ])
  func `Found again`(pattern: String) throws {
    #expect(try graph.grouping.patterns(for: rows(pattern)) == [pattern])
  }

  /// Together the patterns match the rows and no other, whatever the rows.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Exact for any set of rows`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 300 + seed)
    let graph = ConfigurationSamples.graph(depth: 3)
    func matched(_ pattern: String) throws -> Set<Int> {
      Set(try graph.rows(named: pattern).compactMap { graph.index(of: $0.id) })
    }
    for round in 0..<15 {
      let share = [0.03, 0.3, 0.7, 0.97].randomElement(using: &generator)!
      let rows = Set(graph.sites.indices.filter { _ in Double.random(in: 0..<1, using: &generator) < share })
      let besides = Set(graph.sites.indices.filter { _ in Double.random(in: 0..<1, using: &generator) < 0.2 })
      for besides in [Set<Int>(), besides] {
        let patterns = graph.grouping.patterns(for: rows, besides: besides)
        let all = try Set(patterns.flatMap(matched))
        #expect(all.isSuperset(of: rows) && rows.union(besides).isSuperset(of: all), "seed \(seed), round \(round)")
        #expect(Set(patterns).count == patterns.count && (besides.isEmpty ? patterns.count <= rows.count : true))
      }
    }
  }

  @Test func `Many are counted`() throws {
    let rows = try rows("blocks.0.norm1").union(rows("blocks.3.mlp.*")).union(rows("norm"))
    #expect(graph.grouping.names(of: rows, most: 1) == "blocks.0.norm1 and 5 more")
    #expect(graph.grouping.names(of: rows, most: 3) == "blocks.0.norm1, blocks.3.mlp.*, norm")
  }

  @Test func `Groups, aliases and what no row is named`() throws {
    #expect(try graph.rows(named: "blocks.3.attn").count == 7)
    #expect(try graph.rows(named: "blocks.3").count == 15)
    #expect(
      try graph.rows(named: "embedding").map(\.id.name)
        == ["image", "patch_embed.proj.weight", "patch_embed.output", "tokens", "pos_embed"])
    // The authors' name of the weight alone, though rows begin with it.
    #expect(try graph.rows(named: "blocks.3.attn.qkv").map(\.id.name) == ["blocks.3.attn.qkv.weight"])
    for (text, nearest) in [
      ("blocks.3.norm3", "blocks.3.norm1"), ("blocks.*.mlp.fc9.weight", "blocks.0.mlp.fc1.weight"), ("heads", "head.weight"),
    ] {
      let error = #expect(throws: QuantizationError.self) { try graph.rows(named: text) }
      #expect(error?.description == "'\(text)' names no row of this model; the nearest is '\(nearest)'")
    }
    let error = #expect(throws: QuantizationError.self) { try graph.rows(named: "\u{1B}[31m") }
    #expect(error?.description.contains("\u{1B}") == false)
  }
}
