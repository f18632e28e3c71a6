package import Models
import Quantization

/// Every line that the layers pane can show, in network order, groups before what they hold.
package struct LayerTree: Sendable, Hashable {
  package let rows: [LayerRow]

  package init(graph: ModelGraph) {
    var builder = Builder(graph: graph)
    builder.addEmbedding()
    for block in 0..<graph.blockCount { builder.addBlock(block) }
    builder.addHead()
    rows = builder.rows
  }

  /// The groups that hold a row, the nearest first.
  package func ancestors(of row: Int) -> [Int] {
    var result: [Int] = []
    var next = rows[row].parent
    while let parent = next {
      result.append(parent)
      next = rows[parent].parent
    }
    return result
  }

  package var groups: [Int] { rows.indices.filter { rows[$0].isGroup } }

  /// The rows that are no groups.
  package var leaves: [Int] { rows.indices.filter { !rows[$0].isGroup } }
}

extension LayerTree {
  /// Collects rows; a group's sites are known once its rows are.
  private struct Builder {
    let graph: ModelGraph
    var rows: [LayerRow] = []

    mutating func addEmbedding() {
      let ids = graph.sites.filter { $0.block == nil && !isFinal($0) && !isMain($0) }.map(\.id)
      addGroup("embedding", .group, depth: 0, parent: nil) { builder, group in
        for id in ids { builder.addSite(id, depth: 1, parent: group) }
      }
    }

    mutating func addBlock(_ block: Int) {
      let norms = graph.layerNorms.indices.filter { graph.layerNorms[$0].block == block }
      let attentions = graph.attentions.indices.filter { graph.attentions[$0].block == block }
      let others = graph.sites.filter { $0.block == block && !isMain($0) }.map(\.id)
      addGroup("blocks.\(block)", .group, depth: 0, parent: nil) { builder, group in
        if let first = norms.first { builder.addLayerNorm(first, parent: group) }
        for index in attentions { builder.addAttention(index, parent: group) }
        for index in norms.dropFirst() { builder.addLayerNorm(index, parent: group) }
        builder.addGroup("linear", .linearGroup, depth: 1, parent: group) { builder, linear in
          for id in others { builder.addSite(id, depth: 2, parent: linear) }
        }
      }
    }

    mutating func addHead() {
      let norms = graph.layerNorms.indices.filter { graph.layerNorms[$0].block == nil }
      let ids = graph.sites.filter { $0.block == nil && isFinal($0) && !isMain($0) }.map(\.id)
      addGroup("head", .group, depth: 0, parent: nil) { builder, group in
        for index in norms { builder.addLayerNorm(index, parent: group) }
        for id in ids { builder.addSite(id, depth: 1, parent: group) }
      }
    }

    /// LayerNorm inputs and attentions have rows of their own.
    private func isMain(_ site: Site) -> Bool { site.role == .normInput || site.role == .attention }

    /// Whether a site outside the blocks stands behind them.
    private func isFinal(_ site: Site) -> Bool {
      guard let index = graph.index(of: site.id), let last = graph.sites.lastIndex(where: { $0.block != nil }) else {
        return site.role == .logits || site.role == .normOutput
      }
      return index > last
    }

    private mutating func addGroup(
      _ label: String, _ kind: LayerRow.Kind, depth: Int, parent: Int?, fill: (inout Builder, Int) -> Void
    ) {
      let id = rows.count
      let name = parent.map { rows[$0].name + "." + label } ?? label
      rows.append(LayerRow(id: id, kind: kind, label: label, name: name, sites: [], depth: depth, parent: parent))
      fill(&self, id)
      let sites = rows[(id + 1)...].filter { !$0.isGroup }.flatMap(\.sites)
      rows[id] = LayerRow(id: id, kind: kind, label: label, name: name, sites: sites, depth: depth, parent: parent)
    }

    private mutating func addLayerNorm(_ index: Int, parent: Int) {
      let norm = graph.layerNorms[index]
      add(
        .layerNorm(index), label: Self.last(norm.name), name: norm.name, sites: [norm.input], depth: 1, parent: parent)
    }

    private mutating func addAttention(_ index: Int, parent: Int) {
      let attention = graph.attentions[index]
      add(
        .attention(index), label: "attention", name: attention.name, sites: [attention.probabilities], depth: 1,
        parent: parent)
    }

    private mutating func addSite(_ id: SiteID, depth: Int, parent: Int) {
      guard let site = graph.site(id) else { return }
      let label = Self.label(of: site, layerNorms: graph.layerNorms)
      add(.site, label: label, name: id.name, sites: [id], depth: depth, parent: parent)
    }

    private mutating func add(
      _ kind: LayerRow.Kind, label: String, name: String, sites: [SiteID], depth: Int, parent: Int
    ) {
      rows.append(
        LayerRow(id: rows.count, kind: kind, label: label, name: name, sites: sites, depth: depth, parent: parent))
    }

    private static func last(_ name: String) -> String { name.split(separator: ".").last.map(String.init) ?? name }

    /// What a site is called on screen; its stable name speaks only to who knows the authors' program.
    private static func label(of site: Site, layerNorms: [ModelGraph.LayerNormSite]) -> String {
      switch site.role {
      case .image: "image"
      case .embedding: site.id.name.hasPrefix("patch") ? "patches" : "tokens"
      case .positionEmbedding: "positions"
      case .normInput: "norm in"
      case .normOutput: (layerNorms.first { $0.output == site.id }.map { last($0.name) } ?? "norm") + " out"
      case .queryKeyValue: "qkv out"
      case .scores: "scores"
      case .attention: "attention"
      case .attentionOutput: "context"
      case .projectionOutput: "proj out"
      case .hidden: "gelu out"
      case .mlpOutput: "fc2 out"
      case .logits: "logits"
      case .weight: site.id.name == "patch_embed.proj" ? "patch weight" : last(site.id.name) + " weight"
      }
    }
  }
}
