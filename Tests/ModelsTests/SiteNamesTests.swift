import Graphs
import Models
import Quantization
import Tensors
import TestSupport
import Testing

@Suite struct SiteNamesTests {
  private static func tinyGraph() throws -> Graph { try ModelFolder().open().graph }

  /// One name for each row; behind it the authors' program's. A layer's weight stands before its output.
  @Test func `Sites of two blocks`() throws {
    func block(_ i: Int, next: String) -> [String] {
      [
        "norm1.output qact1 normOutput", "attn.qkv.weight attn.qkv weight", "attn.qkv.output attn.qact1 queryKeyValue",
        "attn.scores attn.qact_attn1 scores", "attn.softmax attn.log_int_softmax attention",
        "attn.context attn.qact2 attentionOutput", "attn.proj.weight attn.proj weight",
        "attn.proj.output attn.qact3 projectionOutput", "norm2 qact2 normInput", "norm2.output qact3 normOutput",
        "mlp.fc1.weight mlp.fc1 weight", "mlp.act mlp.qact1 hidden", "mlp.fc2.weight mlp.fc2 weight",
        "mlp.fc2.output mlp.qact2 mlpOutput",
      ].map { line in
        line.split(separator: " ").enumerated().map { $0 < 2 ? "blocks.\(i).\($1)" : String($1) }
          .joined(separator: " ")
      } + ["\(next) blocks.\(i).qact4 normInput"]
    }
    let expected =
      [
        "image qact_input image", "patch_embed.proj.weight patch_embed.proj weight",
        "patch_embed.output patch_embed.qact embedding", "tokens qact_embed embedding",
        "pos_embed qact_pos positionEmbedding", "blocks.0.norm1 qact1 normInput",
      ] + block(0, next: "blocks.1.norm1") + block(1, next: "norm")
      + ["norm.output qact2 normOutput", "head.weight head weight", "logits act_out logits"]
    #expect(try Self.tinyGraph().sites.map { "\($0.id) \($0.alias ?? "none") \($0.role.rawValue)" } == expected)
  }

  @Test func `An alias finds its site and is nobody's name`() throws {
    let graph = try Self.tinyGraph()
    let names = Set(graph.sites.map(\.id.name))
    for site in graph.sites {
      let alias = try #require(site.alias)
      #expect(!names.contains(alias), "\(alias)")
      #expect(graph.site(named: alias) == site)
      #expect(graph.site(named: site.id.name) == site)
    }
    #expect(Set(graph.sites.map(\.alias)).count == graph.sites.count)
  }

  @Test func `LayerNorms by timm's names, with the sites before and after`() throws {
    let graph = try Self.tinyGraph()
    #expect(
      graph.layerNorms.map { "\($0.name): \($0.input) → \($0.output)" } == [
        "blocks.0.norm1: blocks.0.norm1 → blocks.0.norm1.output",
        "blocks.0.norm2: blocks.0.norm2 → blocks.0.norm2.output",
        "blocks.1.norm1: blocks.1.norm1 → blocks.1.norm1.output",
        "blocks.1.norm2: blocks.1.norm2 → blocks.1.norm2.output", "norm: norm → norm.output",
      ])
    #expect(
      graph.attentions.map { "\($0.name): \($0.scores) → \($0.probabilities)" } == [
        "blocks.0.attn: blocks.0.attn.scores → blocks.0.attn.softmax",
        "blocks.1.attn: blocks.1.attn.scores → blocks.1.attn.softmax",
      ])
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"))
  func `DeiT-Tiny has exactly the sites of the authors' program`() throws {
    let graph = try Model(folder: SharedData.path("models/deit_tiny_patch16_224")).graph
    let file = try SafetensorsFile(path: SharedData.path("reference/minmax-ptf0-lis0.safetensors"))
    let theirs = file.names.filter { $0.hasSuffix(".scale") }.map { String($0.dropLast(".scale".count)) }
    #expect(graph.sites.count == 189)
    #expect(Set(graph.sites.compactMap(\.alias)) == Set(theirs))
    for site in graph.sites {
      let scaleCount = try #require(file.shape(of: (site.alias ?? "") + ".scale")).elementCount
      #expect(scaleCount == (site.role == .weight ? site.channelCount : 1), "\(site.id)")
    }
  }
}
