import Graphs
import Models
import Quantization
import Tensors
import TestSupport
import Testing

/// What holds of every network's graph, whatever its sizes.
@Suite struct ModelGraphTests {
  static let networks: [VisionTransformer] = [
    VisionTransformer(
      architecture: "vit_test", imageSize: 16, patchSize: 4, width: 32, depth: 2, headCount: 2, hiddenWidth: 128,
      classCount: 5, hasQueryKeyValueBias: true),
    VisionTransformer(
      architecture: "vit_test", imageSize: 8, patchSize: 8, width: 6, depth: 1, headCount: 3, hiddenWidth: 7,
      classCount: 1, hasQueryKeyValueBias: false),
    VisionTransformer(
      architecture: "vit_test", imageSize: 24, patchSize: 4, width: 10, depth: 5, headCount: 1, hiddenWidth: 3,
      classCount: 11, hasQueryKeyValueBias: true),
    VisionTransformer(
      architecture: "deit_tiny_patch16_224", imageSize: 224, patchSize: 16, width: 192, depth: 12, headCount: 3,
      hiddenWidth: 768, classCount: 1000, hasQueryKeyValueBias: true),
  ]

  @Test(arguments: networks)
  func `Every site stands at one node, in the nodes' order`(network: VisionTransformer) {
    let graph = network.graph
    #expect(graph.nodes.compactMap(\.op.site) == graph.sites.map(\.id))
    #expect(Set(graph.sites.map(\.id)).count == graph.sites.count)
    for (index, site) in graph.sites.enumerated() {
      #expect(graph.index(of: site.id) == index)
      #expect(graph.site(site.id) == site)
      #expect(graph.nodeIndex(of: site.id).map { graph.nodes[$0].op.site } == site.id)
    }
    #expect(graph.site(SiteID("nowhere")) == nil)
    #expect(graph.nodeIndex(of: SiteID("nowhere")) == nil)
  }

  @Test(arguments: networks)
  func `Sites have the extents of what they quantize`(network: VisionTransformer) {
    let graph = network.graph
    let shapes = network.tensorShapes
    for site in graph.sites {
      if site.role == .weight {
        let dimensions = shapes[site.id.name]?.dimensions ?? []
        #expect(dimensions.first == site.channelCount, "\(site.id)")
        #expect(dimensions.dropFirst().reduce(1, *) == site.rowCount, "\(site.id)")
      } else if let operation = graph.nodeIndex(of: site.id).map({ graph.nodes[$0] }) {
        #expect(operation.shape.rowCount == site.rowCount && operation.shape.columnCount == site.channelCount)
      }
    }
    #expect(graph.activationSites == graph.sites.filter { $0.role != .weight })
  }

  @Test(arguments: networks)
  func `LayerNorms and attentions`(network: VisionTransformer) {
    let graph = network.graph
    #expect(graph.layerNorms.count == 2 * network.depth + 1)
    #expect(graph.attentions.count == network.depth)
    #expect(Set(graph.layerNorms.map(\.input)) == Set(graph.sites.filter { $0.role == .normInput }.map(\.id)))
    #expect(Set(graph.layerNorms.map(\.output)) == Set(graph.sites.filter { $0.role == .normOutput }.map(\.id)))
    #expect(
      graph.layerNorms.map { graph.index(of: $0.input)! }
        == graph.layerNorms.map { graph.index(of: $0.input)! }.sorted())
    #expect(graph.attentions.map(\.block) == Array(0..<network.depth))
    #expect(graph.attentions.allSatisfy { graph.site($0.probabilities)?.role == .attention })
    #expect(graph.attentions.allSatisfy { graph.site($0.scores)?.role == .scores })
  }
}
