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

  private static func sites(of operation: Operation) -> [SiteID] {
    switch operation.kind {
    case .quantize(let site), .addPositions(_, let site), .softmax(let site, _), .linear(_, _, let site): [site]
    case .patchEmbedding(let weight, _, _): [SiteID(weight)]
    default: []
    }
  }

  @Test(arguments: networks)
  func `Every site stands at one operation, in the operations' order`(network: VisionTransformer) {
    let graph = network.graph
    #expect(graph.operations.flatMap(Self.sites) == graph.sites.map(\.id))
    #expect(Set(graph.sites.map(\.id)).count == graph.sites.count)
    for (index, site) in graph.sites.enumerated() {
      #expect(graph.index(of: site.id) == index)
      #expect(graph.site(site.id) == site)
      #expect(graph.nodeIndex(of: site.id).map { Self.sites(of: graph.operations[$0]) } == [site.id])
    }
    #expect(graph.site(SiteID("nowhere")) == nil)
    #expect(graph.nodeIndex(of: SiteID("nowhere")) == nil)
  }

  @Test(arguments: networks)
  func `Operations read earlier values of fitting extents`(network: VisionTransformer) {
    let graph = network.graph
    for (index, operation) in graph.operations.enumerated() {
      #expect(operation.id == index)
      #expect(operation.inputs.allSatisfy { $0 < index })
      let inputs = operation.inputs.map { graph.operations[$0].value }
      let value = operation.value
      switch operation.kind {
      case .image: #expect(inputs.isEmpty)
      case .quantize, .gelu, .layerNorm, .addPositions, .softmax: #expect(inputs == [value], "\(operation.name)")
      case .add: #expect(inputs == [value, value], "\(operation.name)")
      case .prependToken: #expect(value.rowCount == inputs[0].rowCount + 1)
      case .linear: #expect(value.rowCount == inputs[0].rowCount)
      case .patchEmbedding(_, _, let patchSize):
        #expect(value.rowCount * 3 * patchSize * patchSize == inputs[0].elementCount)
      case .scores(let heads):
        #expect(value.rowCount == heads * inputs[0].rowCount && value.columnCount == inputs[0].rowCount)
      case .weightedValues(let heads):
        #expect(inputs[0].rowCount == heads * value.rowCount && inputs[1].columnCount == 3 * value.columnCount)
      case .selectToken(let row):
        #expect(row < inputs[0].rowCount && value.rowCount == 1 && value.columnCount == inputs[0].columnCount)
      }
    }
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
      } else if let operation = graph.nodeIndex(of: site.id).map({ graph.operations[$0] }) {
        #expect(operation.value.rowCount == site.rowCount && operation.value.columnCount == site.channelCount)
        #expect(operation.block == site.block)
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

  @Test(arguments: networks)
  func `The operations read every tensor and no other`(network: VisionTransformer) {
    var read: Set<String> = []
    for operation in network.graph.operations {
      switch operation.kind {
      case .patchEmbedding(let weight, let bias, _), .linear(let weight, let bias, _):
        read.formUnion([weight, bias].compactMap(\.self))
      case .prependToken(let name), .addPositions(let name, _): read.insert(name)
      case .layerNorm(let norm): read.formUnion([norm.weight, norm.bias])
      default: break
      }
    }
    #expect(read == Set(network.tensorShapes.keys))
  }
}
