import Models
package import Quantization

/// The activation sites that are observed while images run, indexed once for all sweeps.
///
/// The position embedding is not among them: it is a constant, so its range is read off the checkpoint.
struct CalibratedSites: Sendable {
  let sites: [Site]
  let attentions: [ModelGraph.AttentionSite]
  private let indices: [SiteID: Int]
  private let attentionIndices: [Int: Int]
  /// By operation: the site that is observed before its quantizer.
  let siteOfOperation: [Int?]

  init(graph: ModelGraph) {
    let sites = graph.activationSites.filter { $0.role != .positionEmbedding }
    let indices = Dictionary(uniqueKeysWithValues: sites.enumerated().map { ($1.id, $0) })
    self.sites = sites
    self.indices = indices
    attentions = graph.attentions
    attentionIndices = Dictionary(
      uniqueKeysWithValues: graph.attentions.enumerated().compactMap { index, attention in
        indices[attention.probabilities].map { ($0, index) }
      })
    siteOfOperation = graph.operations.map { operation in
      switch operation.kind {
      case .quantize(let site), .softmax(let site, _): indices[site]
      default: nil
      }
    }
  }

  func index(of site: SiteID) -> Int? { indices[site] }

  func attentionIndex(ofSite index: Int) -> Int? { attentionIndices[index] }
}

extension Site {
  /// Whether the innermost extent is channels, rather than pixels or keys.
  package var hasChannels: Bool { ![.image, .scores, .attention].contains(role) }
}
