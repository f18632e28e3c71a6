import Models
import Quantization
import Tensors
import TestSupport
import Testing

@Suite struct SiteNamesTests {
  private static func tinyGraph() throws -> ModelGraph { try ModelFolder().open().graph }

  /// The authors' program's names in network order, a layer's weight before its output.
  @Test func `Sites of two blocks`() throws {
    func block(_ i: Int) -> [String] {
      [
        "blocks.\(i).qact1 normOutput", "blocks.\(i).attn.qkv weight", "blocks.\(i).attn.qact1 queryKeyValue",
        "blocks.\(i).attn.qact_attn1 scores", "blocks.\(i).attn.log_int_softmax attention",
        "blocks.\(i).attn.qact2 attentionOutput", "blocks.\(i).attn.proj weight",
        "blocks.\(i).attn.qact3 projectionOutput", "blocks.\(i).qact2 normInput", "blocks.\(i).qact3 normOutput",
        "blocks.\(i).mlp.fc1 weight", "blocks.\(i).mlp.qact1 hidden", "blocks.\(i).mlp.fc2 weight",
        "blocks.\(i).mlp.qact2 mlpOutput", "blocks.\(i).qact4 normInput",
      ]
    }
    let expected =
      [
        "qact_input image", "patch_embed.proj weight", "patch_embed.qact embedding", "qact_embed embedding",
        "qact_pos positionEmbedding", "qact1 normInput",
      ] + block(0) + block(1) + ["qact2 normOutput", "head weight", "act_out logits"]
    #expect(try Self.tinyGraph().sites.map { "\($0.id) \($0.role.rawValue)" } == expected)
  }

  @Test func `LayerNorms by timm's names, with the sites before and after`() throws {
    let graph = try Self.tinyGraph()
    #expect(
      graph.layerNorms.map { "\($0.name): \($0.input) → \($0.output)" } == [
        "blocks.0.norm1: qact1 → blocks.0.qact1", "blocks.0.norm2: blocks.0.qact2 → blocks.0.qact3",
        "blocks.1.norm1: blocks.0.qact4 → blocks.1.qact1", "blocks.1.norm2: blocks.1.qact2 → blocks.1.qact3",
        "norm: blocks.1.qact4 → qact2",
      ])
    #expect(
      graph.attentions.map { "\($0.name): \($0.scores) → \($0.probabilities)" } == [
        "blocks.0.attn: blocks.0.attn.qact_attn1 → blocks.0.attn.log_int_softmax",
        "blocks.1.attn: blocks.1.attn.qact_attn1 → blocks.1.attn.log_int_softmax",
      ])
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"))
  func `DeiT-Tiny has exactly the sites of the authors' program`() throws {
    let graph = try Model(folder: SharedData.path("models/deit_tiny_patch16_224")).graph
    let file = try SafetensorsFile(path: SharedData.path("reference/minmax-ptf0-lis0.safetensors"))
    let theirs = file.names.filter { $0.hasSuffix(".scale") }.map { String($0.dropLast(".scale".count)) }
    #expect(graph.sites.count == 189)
    #expect(Set(graph.sites.map(\.id.name)) == Set(theirs))
    for site in graph.sites {
      let scaleCount = try #require(file.shape(of: site.id.name + ".scale")).elementCount
      #expect(scaleCount == (site.role == .weight ? site.channelCount : 1), "\(site.id)")
    }
  }
}
