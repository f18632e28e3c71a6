package import Graphs
package import Models
package import Quantization

/// Every line that the layers pane can show, in network order, groups before what they hold.
///
/// A site has one row, named as the site is: the name that options, logs, exports and messages use.
package struct LayerTree: Sendable, Hashable {
  package let rows: [LayerRow]
  /// The rows that are no groups.
  package let leaves: [Int]
  package let groups: [Int]
  private let rowOfSite: [SiteID: Int]
  private let ancestorLists: [[Int]]
  /// What the filter looks in, row by row.
  private let searchTexts: [SearchText]

  /// All in lower case.
  private struct SearchText: Hashable {
    /// The names of the row and of its groups; a word of the filter may stand anywhere in them.
    let names: [String]
    /// Parts of its alias, words of its kind; a word of the filter must begin them.
    let beginnings: [String]
  }

  package init(graph: Graph) {
    var builder = Builder(graph: graph)
    builder.add(graph.modules[0].children, parent: nil)
    let rows = builder.rows
    self.rows = rows
    leaves = rows.indices.filter { !rows[$0].isGroup }
    groups = rows.indices.filter { rows[$0].isGroup }
    let ancestorLists = rows.indices.map { Self.ancestors(of: $0, in: rows) }
    self.ancestorLists = ancestorLists
    rowOfSite = Dictionary(uniqueKeysWithValues: rows.filter { !$0.isGroup }.map { ($0.sites[0], $0.id) })
    searchTexts = rows.map { row in
      let names = [row.name] + ancestorLists[row.id].map { rows[$0].name }
      let parts = (row.alias?.split(separator: ".") ?? []) + (row.rowKind?.title.split(separator: " ") ?? [])
      return SearchText(names: names.map { $0.lowercased() }, beginnings: parts.map { $0.lowercased() })
    }
  }

  /// Whether every one of some words, in lower case, is in the row's name or a group's above it, begins a part of its alias,
  /// or begins a word of its kind.
  package func row(_ row: Int, holds words: [String]) -> Bool {
    let text = searchTexts[row]
    return words.allSatisfy { word in
      text.names.contains { $0.contains(word) } || text.beginnings.contains { $0.hasPrefix(word) }
    }
  }

  /// The groups that hold a row, the nearest first.
  package func ancestors(of row: Int) -> [Int] { ancestorLists[row] }

  private static func ancestors(of row: Int, in rows: [LayerRow]) -> [Int] {
    var result: [Int] = []
    var next = rows[row].parent
    while let parent = next {
      result.append(parent)
      next = rows[parent].parent
    }
    return result
  }

  /// The rows below a group that are no groups; of any other row, itself.
  package func leaves(of row: LayerRow) -> [Int] {
    guard row.isGroup else { return [row.id] }
    return rows[(row.id + 1)...].prefix { $0.depth > row.depth }.filter { !$0.isGroup }.map(\.id)
  }

  /// The row of that name, or of that alias; nil where there is neither.
  package func row(named name: String) -> LayerRow? {
    rows.first { $0.name == name } ?? rows.first { $0.alias == name }
  }

  /// The row of a site.
  package func row(of site: SiteID) -> LayerRow? { rowOfSite[site].map { rows[$0] } }
}

extension LayerTree {
  /// Collects rows as the graph's modules stand; a group's sites are known once its rows are.
  private struct Builder {
    let graph: Graph
    var rows: [LayerRow] = []

    mutating func add(_ children: [Module.Child], parent: Int?) {
      for child in children {
        switch child {
        case .site(let id): add(id, parent: parent)
        case .module(let index): addGroup(index, parent: parent)
        }
      }
    }

    private mutating func addGroup(_ index: Int, parent: Int?) {
      let module = graph.modules[index]
      guard module.kind != .leaf else { return add(module.children, parent: parent) }
      let id = rows.count
      append(.group, name: module.path, sites: [], parent: parent, module: index)
      add(module.children, parent: id)
      rows[id].sites = rows[(id + 1)...].filter { !$0.isGroup }.flatMap(\.sites)
      if module.kind == .attention {
        rows[id].principal = rows[(id + 1)...].first { if case .attention = $0.kind { true } else { false } }?.id
      }
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
      rows[rows.count - 1].principal = rows.count - 1
    }

    private mutating func append(
      _ kind: LayerRow.Kind, name: String, sites: [SiteID], parent: Int?, module: Int? = nil
    ) {
      // Under its group, a row needs only the end of its name.
      let prefix = parent.map { rows[$0].name + "." } ?? ""
      let site = kind == .group ? nil : sites.first.flatMap(graph.site)
      rows.append(
        LayerRow(
          id: rows.count, kind: kind, label: name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name,
          name: name, alias: site?.alias, rowKind: site.map(RowKind.init(of:)), sites: sites,
          depth: parent.map { rows[$0].depth + 1 } ?? 0, parent: parent, module: module))
    }
  }
}
