import Graphs
import Models
import Quantization
import TestSupport

/// Networks and configurations that the tests of statements and differences draw from.
enum ConfigurationSamples {
  /// A network without weights, of DeiT's shape.
  static func graph(depth: Int = 12) -> Graph {
    VisionTransformer(
      architecture: "deit_tiny", imageSize: 32, patchSize: 16, width: 12, depth: depth, headCount: 3, hiddenWidth: 48,
      classCount: 10, hasQueryKeyValueBias: true
    ).graph
  }

  static func configuration(
    _ sets: [(rows: String, scheme: String)], from start: QuantizationConfiguration = .base, in graph: Graph
  ) throws -> QuantizationConfiguration {
    var configuration = start
    for (rows, scheme) in sets {
      try configuration.apply(SchemeStatement(rows: rows, scheme: QuantizationScheme(scheme)!), in: graph)
    }
    return configuration
  }

  /// The paper's method: PTS at every LayerNorm input, LIS at every attention.
  static func fullMethod(in graph: Graph) throws -> QuantizationConfiguration {
    try configuration([("*.norm{1,2}", "pts8"), ("norm", "pts8"), ("*.softmax", "lis4")], in: graph)
  }

  /// Few families or many single rows changed, from any start.
  static func random(in graph: Graph, using generator: inout SeededGenerator) -> QuantizationConfiguration {
    var configuration = [QuantizationConfiguration.float, .base].randomElement(using: &generator)!
    configuration.observer = ObserverKind.allCases.randomElement(using: &generator)!
    let schemes =
      [QuantizationScheme.float] + [3, 4, 8].flatMap { bits -> [QuantizationScheme] in
        [.layerWise(bits), .channelWise(bits), .powersOfTwoScale(bits: bits), .log2(bits: bits), .logIntSoftmax(bits: bits)]
      }
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let scheme = schemes.randomElement(using: &generator)!
      let role = SiteRole.allCases.randomElement(using: &generator)!
      let block = Int.random(in: -1..<graph.blockCount, using: &generator)
      let kind = Int.random(in: 0..<4, using: &generator)
      for site in graph.sites where site.role.allows(scheme) {
        let isChosen =
          switch kind {
          case 0: site.role == role
          case 1: site.block == block
          case 2: site.role == role && (site.block ?? 0) <= block
          default: Int.random(in: 0..<12, using: &generator) == 0
          }
        if isChosen { configuration.set(scheme, at: site) }
      }
    }
    return configuration
  }
}
