package import Quantization

/// A network as data: nodes in an order of execution, the sites where quantizers can stand, and the tree of its modules.
///
/// Calibration, execution, the layer tree on screen and the exports walk this same value.
package struct Graph: Sendable {
  /// A LayerNorm as the user sees it: named as in timm, with the site that PTS applies to.
  package struct LayerNormSite: Sendable, Hashable {
    package let name: String
    /// The number of its block in network order; nil outside the blocks.
    package let block: Int?
    package let input: SiteID
    package let output: SiteID
  }

  /// An attention as the user sees it, with the site that LIS applies to.
  package struct AttentionSite: Sendable, Hashable {
    package let name: String
    package let block: Int?
    /// Where the scores are that the softmax reads.
    package let scores: SiteID
    package let probabilities: SiteID
    package let shape: AttentionShape
    /// What queries and keys stand for.
    package let queries: TokenGrid
    package let keys: TokenGrid
    /// Which tokens of a window do not see each other; nil where all do.
    package let mask: WindowMask?
    package var headCount: Int { shape.headCount }
  }

  /// A value that leaves the network.
  package struct Output: Sendable, Hashable {
    package let name: String
    package let node: Int

    package init(name: String, node: Int) {
      self.name = name
      self.node = node
    }
  }

  /// The architecture as its configuration names it.
  package let architecture: String
  package let nodes: [Node]
  /// In network order; a layer's weight stands before its output.
  package let sites: [Site]
  /// In network order, which is how `--pts` numbers them.
  package let layerNorms: [LayerNormSite]
  /// In network order, which is how `--lis` numbers them.
  package let attentions: [AttentionSite]
  /// The first is the one that classifies.
  package let outputs: [Output]
  /// The network itself is the first.
  package let modules: [Module]
  /// Their modules, in network order.
  package let blocks: [Int]
  /// By name.
  package let parameters: [String: Parameter]
  /// What the network classifies into; nil where its output are features.
  package let classCount: Int?
  package let imageSize: Int

  /// Names sets of rows by patterns.
  package let grouping: RowGrouping
  /// By node: whether no image changes its value.
  package let isConstant: [Bool]
  /// By node: the nodes that read its value.
  package let readers: [[Int]]

  private let siteIndices: [SiteID: Int]
  private let nodeIndices: [SiteID: Int]

  package init(
    architecture: String, nodes: [Node], sites: [Site], layerNorms: [LayerNormSite], attentions: [AttentionSite],
    outputs: [Output], modules: [Module], parameters: [String: Parameter], classCount: Int?, imageSize: Int
  ) {
    self.architecture = architecture
    self.nodes = nodes
    self.sites = sites
    self.layerNorms = layerNorms
    self.attentions = attentions
    self.outputs = outputs
    self.modules = modules
    self.parameters = parameters
    self.classCount = classCount
    self.imageSize = imageSize
    blocks = modules.indices.filter { modules[$0].kind == .block }
    grouping = RowGrouping(names: sites.map(\.id.name))
    siteIndices = Dictionary(sites.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { one, _ in one })
    var nodeIndices: [SiteID: Int] = [:]
    var isConstant: [Bool] = []
    var readers = [[Int]](repeating: [], count: nodes.count)
    for node in nodes {
      if let site = node.op.site { nodeIndices[site] = node.id }
      if case .constant = node.op {
        isConstant.append(true)
      } else {
        isConstant.append(!node.inputs.isEmpty && node.inputs.allSatisfy { $0 < node.id && isConstant[$0] })
      }
      for input in node.inputs where nodes.indices.contains(input) { readers[input].append(node.id) }
    }
    self.nodeIndices = nodeIndices
    self.isConstant = isConstant
    self.readers = readers
    if let problem { preconditionFailure("\(architecture): \(problem)") }
  }

  /// The node whose value the network is evaluated by.
  package var result: Node { nodes[outputs[0].node] }

  /// Elements of the result: classes, or features where it has no head.
  package var resultCount: Int { result.shape.elementCount }

  package var blockCount: Int { blocks.count }

  /// The path of the block with this number in network order.
  package func blockPath(_ block: Int) -> String { modules[blocks[block]].path }

  /// Nil where this network has no such site.
  package func site(_ id: SiteID) -> Site? { siteIndices[id].map { sites[$0] } }

  /// The site of that name, or of that alias; nil where this network has neither.
  package func site(named name: String) -> Site? {
    site(SiteID(name)) ?? sites.first { $0.alias == name }
  }

  package func index(of id: SiteID) -> Int? { siteIndices[id] }

  /// The node at which the site's quantizer stands: where a change of its scheme first shows.
  package func nodeIndex(of id: SiteID) -> Int? { nodeIndices[id] }

  /// The sites of activations: those that calibration observes, or reads off the weights where they are constant.
  package var activationSites: [Site] { sites.filter { $0.role != .weight } }

  /// Whether no image changes what is quantized there.
  package func isConstant(_ site: Site) -> Bool {
    site.role != .weight && nodeIndices[site.id].map { isConstant[$0] } == true
  }

  /// The module that has this site among its children.
  package func module(of id: SiteID) -> Module? {
    modules.first { $0.children.contains(.site(id)) }
  }

  /// The attention whose module lies in that of this path, or that lies there itself: the first of them.
  package func attention(within path: String) -> AttentionSite? {
    guard let start = modules.firstIndex(where: { $0.path == path }) else { return nil }
    let inside = Set(siteIDs(of: start))
    return attentions.first { inside.contains($0.probabilities) }
  }

  /// Every site of a module and of those below it, in the order of the tree.
  package func siteIDs(of module: Int) -> [SiteID] {
    modules[module].children.flatMap { child in
      switch child {
      case .site(let id): [id]
      case .module(let index): siteIDs(of: index)
      }
    }
  }
}

extension Op {
  /// The site whose quantizer is part of the node.
  package var site: SiteID? {
    switch self {
    case .quantize(let site), .softmax(let site, _, _, _), .linear(_, _, let site), .convolution(_, _, _, let site),
      .mixHeads(_, _, _, let site):
      site
    default: nil
    }
  }

  /// The site whose values the node leaves behind; nil for those of weights.
  package var activationSite: SiteID? {
    switch self {
    case .quantize(let site), .softmax(let site, _, _, _): site
    default: nil
    }
  }
}
