package import Graphs
package import Quantization

/// A configuration in words and in full: what each family of rows usually has, then the exceptions, grouped.
///
/// It depends on the choice at every row alone, not on how the configuration came about.
package struct ConfigurationStatement: Hashable, Sendable {
  package struct Family: Hashable, Sendable {
    package let family: RowFamily
    package let rowCount: Int
    /// What most rows of the family have.
    package let scheme: QuantizationScheme
    /// Those that have another, scheme by scheme in network order.
    package let overrides: [SchemeStatement]
  }

  package let observer: ObserverKind
  /// Families that the network has rows of, in the order of `RowFamily`.
  package let families: [Family]
  /// Statements that, applied in order to any configuration, give this one.
  package let set: [SchemeStatement]
  /// `W8 A8, PTS 24/25 (not blocks.0.norm2), LIS 12/12 4 bit`.
  package let line: String

  package init(_ configuration: QuantizationConfiguration, graph: Graph) {
    let table = SchemeTable(configuration, graph: graph)
    observer = configuration.observer
    families = RowFamily.allCases.compactMap { family in
      guard let scheme = table.usual(family) else { return nil }
      return Family(
        family: family, rowCount: table.rows(family).count, scheme: scheme,
        overrides: table.exceptions(family).flatMap { exception in
          graph.grouping.patterns(for: exception.rows).map { SchemeStatement(rows: $0, scheme: exception.scheme) }
        })
    }
    set = Self.set(families, table: table, graph: graph)
    line = ConfigurationLine(table, graph: graph).text
  }

  /// First what all rows may have, then the other families, then the exceptions.
  private static func set(_ families: [Family], table: SchemeTable, graph: Graph) -> [SchemeStatement] {
    var result: [SchemeStatement] = []
    var remaining = families
    if let activations = families.first(where: { $0.family == .activations }),
      graph.sites.allSatisfy({ $0.role.allows(activations.scheme) })
    {
      result.append(SchemeStatement(rows: "*", scheme: activations.scheme))
      remaining.removeAll { $0.scheme == activations.scheme }
    }
    for family in remaining {
      let rows = table.rows(family.family).filter { table.schemes[$0] == family.scheme }
      result += graph.grouping.patterns(for: rows).map { SchemeStatement(rows: $0, scheme: family.scheme) }
    }
    return result + families.flatMap(\.overrides)
  }
}

/// The scheme of every row, by row number, with what is usual for each family.
struct SchemeTable {
  let observer: ObserverKind
  let sites: [Site]
  let schemes: [QuantizationScheme]

  init(_ configuration: QuantizationConfiguration, graph: Graph) {
    observer = configuration.observer
    sites = graph.sites
    schemes = graph.sites.map { configuration.scheme(at: $0) }
  }

  func rows(_ family: RowFamily) -> [Int] { sites.indices.filter { sites[$0].role.family == family } }

  /// The scheme of most rows of the family; of two that as many have, the one that comes first.
  func usual(_ family: RowFamily) -> QuantizationScheme? { Self.mostCommon(rows(family).map { schemes[$0] }) }

  static func mostCommon(_ schemes: [QuantizationScheme]) -> QuantizationScheme? {
    var counts: [QuantizationScheme: Int] = [:]
    for scheme in schemes { counts[scheme, default: 0] += 1 }
    let most = counts.values.max()
    return schemes.first { counts[$0] == most }
  }

  /// The rows that do not have the usual scheme, scheme by scheme in network order.
  func exceptions(_ family: RowFamily) -> [(scheme: QuantizationScheme, rows: [Int])] {
    let usual = usual(family)
    return grouped(rows(family).filter { schemes[$0] != usual })
  }

  func grouped(_ rows: [Int]) -> [(scheme: QuantizationScheme, rows: [Int])] {
    var order: [QuantizationScheme] = []
    var groups: [QuantizationScheme: [Int]] = [:]
    for row in rows {
      if groups[schemes[row]] == nil { order.append(schemes[row]) }
      groups[schemes[row], default: []].append(row)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }
}
