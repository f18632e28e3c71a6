import Graphs
import Models
package import Quantization

/// The activation sites that are observed while images run, indexed once for all sweeps.
///
/// Constants are not among them: what no image changes has its range read off the weights.
struct CalibratedSites: Sendable {
  let sites: [Site]
  let attentions: [Graph.AttentionSite]
  private let indices: [SiteID: Int]
  private let attentionIndices: [Int: Int]
  /// By node: the site that is observed before its quantizer.
  let siteOfNode: [Int?]

  init(graph: Graph) {
    let sites = graph.activationSites.filter { !graph.isConstant($0) }
    let indices = Dictionary(uniqueKeysWithValues: sites.enumerated().map { ($1.id, $0) })
    self.sites = sites
    self.indices = indices
    attentions = graph.attentions
    attentionIndices = Dictionary(
      uniqueKeysWithValues: graph.attentions.enumerated().compactMap { index, attention in
        indices[attention.probabilities].map { ($0, index) }
      })
    siteOfNode = graph.nodes.map { $0.op.activationSite.flatMap { indices[$0] } }
  }

  func index(of site: SiteID) -> Int? { indices[site] }

  func attentionIndex(ofSite index: Int) -> Int? { attentionIndices[index] }
}

extension Site {
  /// Whether the innermost extent is channels, rather than pixels or keys.
  package var hasChannels: Bool { role.hasChannels }
}
