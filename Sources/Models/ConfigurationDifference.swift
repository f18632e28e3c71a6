package import Graphs
package import Quantization

extension QuantizationConfiguration {
  /// How this configuration differs from `other`, as a short label: `PTS off blocks.0.norm2`, `W4 blocks.*.mlp.fc2.weight`.
  ///
  /// What it says, done to `other`, gives this one, but for the rows that a long list only counts. Rows are left out where
  /// they are all of their family.
  package func difference(from other: QuantizationConfiguration, in graph: Graph) -> String {
    let parts = ConfigurationDifference(
      now: SchemeTable(self, graph: graph), before: SchemeTable(other, graph: graph), graph: graph
    ).parts
    return parts.isEmpty ? "no change" : parts.joined(separator: ", ")
  }
}

/// The parts of a label that tells two configurations apart.
private struct ConfigurationDifference {
  /// Rows are named by at most so many patterns; more are counted.
  private static let namedPatterns = 2

  let now: SchemeTable
  let before: SchemeTable
  let graph: Graph

  var parts: [String] {
    let observer = now.observer == before.observer ? [] : ["observer \(now.observer.rawValue)"]
    let changed = now.sites.indices.filter { now.schemes[$0] != before.schemes[$0] }
    guard !changed.isEmpty else { return observer }
    if let wide = widthOnly(changed) { return [wide] + observer }
    var order: [String] = []
    var rowsOfLabel: [String: [Int]] = [:]
    for row in changed {
      let label = label(of: row)
      if rowsOfLabel[label] == nil { order.append(label) }
      rowsOfLabel[label, default: []].append(row)
    }
    return order.map { described($0, rowsOfLabel[$0] ?? []) } + observer
  }

  /// `4 bit blocks.3.*`, where rows of several families changed their width to one and nothing else.
  private func widthOnly(_ changed: [Int]) -> String? {
    guard let bits = now.schemes[changed[0]].bits, Set(changed.map { now.sites[$0].role.family }).count > 1,
      changed.allSatisfy({ before.schemes[$0].with(bits: bits) == now.schemes[$0] })
    else { return nil }
    let besides = now.sites.indices.filter { now.schemes[$0].bits == bits }
    return "\(bits) bit " + names(changed, besides: besides)
  }

  /// What became of a row; rows with the same label are named together.
  private func label(of row: Int) -> String {
    let (old, new) = (before.schemes[row], now.schemes[row])
    if new == .float { return "float" }
    switch now.sites[row].role.family {
    case .weights: return ConfigurationLine.width("W", new, .channelWise)
    case .activations: return ConfigurationLine.width("A", new, .layerWise)
    case .layerNormInputs:
      let usual = now.usual(.activations)?.bits ?? 8
      if case .powersOfTwoScale(let bits) = new {
        if old.isPowersOfTwoScale { return "PTS \(bits) bit" }
        return bits == usual || bits == old.bits ? "PTS on" : "PTS on \(bits) bit"
      }
      if old.isPowersOfTwoScale {
        return new == .layerWise(old.bits ?? usual) ? "PTS off" : "PTS → \(new)"
      }
      return ConfigurationLine.width("A", new, .layerWise)
    case .attention: return "\(Self.title(old)) → \(Self.title(new))"
    }
  }

  private static func title(_ scheme: QuantizationScheme) -> String {
    if case .logIntSoftmax(let bits) = scheme { return bits == 4 ? "LIS" : "LIS \(bits) bit" }
    return scheme.description
  }

  private func described(_ label: String, _ rows: [Int]) -> String {
    let schemes = Set(rows.map { now.schemes[$0] })
    // A row that has the scheme already may be named too: what is said of it is true.
    let besides = now.sites.indices.filter { row in
      schemes.count == 1 && schemes.contains(now.schemes[row])
        && (label == "float" || now.sites[row].role.family == now.sites[rows[0]].role.family)
    }
    let families = Set(rows.map { now.sites[$0].role.family })
    let all = label == "float" ? Array(now.sites.indices) : families.flatMap(now.rows)
    if Set(rows).union(besides).isSuperset(of: all) { return label }
    return label + " " + names(rows, besides: besides)
  }

  private func names(_ rows: [Int], besides: [Int]) -> String {
    graph.grouping.names(of: rows, besides: besides, most: Self.namedPatterns)
  }
}
