import Foundation
import Graphs
import Models
import Quantization
import Testing

/// A configuration held against a graph.
@Suite struct ConfigurationValidationTests {
  private let graph = ModelGraphTests.networks[0].graph

  private func site(_ name: String) -> Site { graph.site(SiteID(name))! }

  /// A configuration as a file may hold it, which `set` would refuse.
  private func decoded(version: Int = 1, overrides: [String: String]) throws -> QuantizationConfiguration {
    let data = try JSONEncoder().encode(QuantizationConfiguration.base)
    var object = try JSONSerialization.jsonObject(with: data) as! [String: Any]
    object["overrides"] = overrides
    object["schemaVersion"] = version
    return try JSONDecoder().decode(
      QuantizationConfiguration.self, from: JSONSerialization.data(withJSONObject: object))
  }

  @Test func `Nothing is wrong with the usual ones`() {
    #expect(QuantizationConfiguration.float.problem(for: graph) == nil)
    var configuration = QuantizationConfiguration.base
    #expect(configuration.problem(for: graph) == nil)
    for site in graph.sites where site.role == .attention { configuration.set(.logIntSoftmax(bits: 4), at: site) }
    for site in graph.sites where site.role == .normInput { configuration.set(.powersOfTwoScale(bits: 8), at: site) }
    #expect(configuration.problem(for: graph) == nil)
  }

  @Test func `LIS needs integer scores`() {
    var configuration = QuantizationConfiguration.base
    configuration.set(.logIntSoftmax(bits: 4), at: site("blocks.1.attn.softmax"))
    configuration.set(.float, at: site("blocks.1.attn.scores"))
    #expect(
      configuration.problem(for: graph)
        == .logIntSoftmaxNeedsUniformScores(
          attention: SiteID("blocks.1.attn.softmax"), scores: SiteID("blocks.1.attn.scores")))
    configuration.set(.layerWise(3), at: site("blocks.1.attn.scores"))
    #expect(configuration.problem(for: graph) == nil)
  }

  @Test func `Unknown sites, schemes out of place and other versions are named`() throws {
    #expect(
      try decoded(overrides: ["blocks.7.norm1.output": "float"]).problem(for: graph) == .unknownSite(SiteID("blocks.7.norm1.output")))
    #expect(
      try decoded(overrides: ["norm.output": "pts8"]).problem(for: graph)
        == .schemeNotDefined(.powersOfTwoScale(bits: 8), at: SiteID("norm.output"), role: .normOutput))
    #expect(
      try decoded(version: 2, overrides: [:]).problem(for: graph) == .schemaVersion(found: 2, supported: 1))
  }
}
