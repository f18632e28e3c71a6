package import Quantization

/// A network as data: operations in order of execution, and the sites where quantizers can stand.
///
/// Calibration, execution, the layer tree on screen and the export walk this same list.
package struct ModelGraph: Sendable {
  /// A LayerNorm as the user sees it: named as in timm, with the site that PTS applies to.
  package struct LayerNormSite: Sendable, Hashable {
    package let name: String
    package let block: Int?
    package let input: SiteID
    package let output: SiteID
  }

  /// An attention as the user sees it, with the site that LIS applies to.
  package struct AttentionSite: Sendable, Hashable {
    package let name: String
    package let block: Int
    package let scores: SiteID
    package let probabilities: SiteID
    package let headCount: Int
  }

  /// The architecture as its configuration names it.
  package let architecture: String
  package let operations: [Operation]
  /// In network order; a layer's weight stands before its output.
  package let sites: [Site]
  /// In network order, which is how `--pts` numbers them.
  package let layerNorms: [LayerNormSite]
  /// In network order, which is how `--lis` numbers them.
  package let attentions: [AttentionSite]
  package let blockCount: Int
  package let classCount: Int
  package let imageSize: Int

  /// Names sets of rows by patterns.
  package let grouping: RowGrouping

  private let siteIndices: [SiteID: Int]
  private let operationIndices: [SiteID: Int]

  package init(
    architecture: String, operations: [Operation], sites: [Site], layerNorms: [LayerNormSite],
    attentions: [AttentionSite], blockCount: Int, classCount: Int, imageSize: Int
  ) {
    self.architecture = architecture
    self.operations = operations
    self.sites = sites
    self.layerNorms = layerNorms
    self.attentions = attentions
    self.blockCount = blockCount
    self.classCount = classCount
    self.imageSize = imageSize
    grouping = RowGrouping(names: sites.map(\.id.name))
    siteIndices = Dictionary(uniqueKeysWithValues: sites.enumerated().map { ($1.id, $0) })
    var operationIndices: [SiteID: Int] = [:]
    for operation in operations {
      switch operation.kind {
      case .quantize(let site), .addPositions(_, let site), .softmax(let site, _), .linear(_, _, let site):
        operationIndices[site] = operation.id
      case .patchEmbedding(let weight, _, _):
        operationIndices[SiteID(weight)] = operation.id
      default: break
      }
    }
    self.operationIndices = operationIndices
  }

  /// Nil where this network has no such site.
  package func site(_ id: SiteID) -> Site? { siteIndices[id].map { sites[$0] } }

  /// The site of that name, or of that alias; nil where this network has neither.
  package func site(named name: String) -> Site? {
    site(SiteID(name)) ?? sites.first { $0.alias == name }
  }

  package func index(of id: SiteID) -> Int? { siteIndices[id] }

  /// The operation at which the site's quantizer stands: where a change of its scheme first shows.
  package func operationIndex(of id: SiteID) -> Int? { operationIndices[id] }

  /// The sites of activations: those that calibration observes.
  package var activationSites: [Site] { sites.filter { $0.role != .weight } }
}
