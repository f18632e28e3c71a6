package import Models
import Quantization

/// Every line that the layers pane can show, in network order, groups before what they hold.
///
/// A site has one row, named as the site is: the name that options, logs, exports and messages use.
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
      let sites = graph.sites.filter { $0.block == nil && !isFinal($0) && $0.role != .normInput }
      addGroup("embedding", parent: nil) { builder, group in
        for site in sites { builder.add(site.id, parent: group) }
      }
    }

    /// norm1, attention, norm2, the rest: each LayerNorm's input and output, then what reads it.
    mutating func addBlock(_ block: Int) {
      let norms = graph.layerNorms.filter { $0.block == block }
      let attentions = graph.attentions.filter { $0.block == block }
      let outputs = Set(norms.map(\.output))
      let inner = graph.sites.filter { $0.block == block && $0.role != .normInput && !outputs.contains($0.id) }
      let attended = inner.filter { site in attentions.contains { site.id.name.hasPrefix($0.name + ".") } }
      let others = inner.filter { site in !attended.contains(site) }
      addGroup("blocks.\(block)", parent: nil) { builder, group in
        for (index, norm) in norms.enumerated() {
          builder.add(norm.input, parent: group)
          builder.add(norm.output, parent: group)
          if index == 0 {
            for attention in attentions {
              builder.addGroup(attention.name, parent: group) { builder, group in
                for site in attended where site.id.name.hasPrefix(attention.name + ".") {
                  builder.add(site.id, parent: group)
                }
              }
            }
          }
        }
        builder.addGroup("blocks.\(block).mlp", parent: group) { builder, group in
          for site in others { builder.add(site.id, parent: group) }
        }
      }
    }

    mutating func addHead() {
      for norm in graph.layerNorms where norm.block == nil { add(norm.input, parent: nil) }
      for site in graph.sites where site.block == nil && isFinal(site) && site.role != .normInput {
        add(site.id, parent: nil)
      }
    }

    /// Whether a site outside the blocks stands behind them.
    private func isFinal(_ site: Site) -> Bool {
      guard let index = graph.index(of: site.id), let last = graph.sites.lastIndex(where: { $0.block != nil }) else {
        return site.role == .logits || site.role == .normOutput
      }
      return index > last
    }

    private mutating func addGroup(_ name: String, parent: Int?, fill: (inout Builder, Int) -> Void) {
      let id = rows.count
      append(.group, name: name, sites: [], parent: parent)
      fill(&self, id)
      rows[id].sites = rows[(id + 1)...].filter { !$0.isGroup }.flatMap(\.sites)
    }

    private mutating func add(_ id: SiteID, parent: Int?) {
      let kind: LayerRow.Kind
      if let index = graph.layerNorms.firstIndex(where: { $0.input == id }) {
        kind = .layerNorm(index)
      } else if let index = graph.attentions.firstIndex(where: { $0.probabilities == id }) {
        kind = .attention(index)
      } else {
        kind = .site
      }
      append(kind, name: id.name, sites: [id], parent: parent)
    }

    private mutating func append(_ kind: LayerRow.Kind, name: String, sites: [SiteID], parent: Int?) {
      // Under its group, a row needs only the end of its name.
      let prefix = parent.map { rows[$0].name + "." } ?? ""
      rows.append(
        LayerRow(
          id: rows.count, kind: kind, label: name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name,
          name: name, sites: sites, depth: parent.map { rows[$0].depth + 1 } ?? 0, parent: parent))
    }
  }
}
