package import Quantization
import Texts

extension Graph {
  /// The rows that a person means by `text`, in network order: a row's name, its alias, a group's name, or a pattern.
  ///
  /// - Throws: `noSuchRows` with the nearest name, or `malformedPattern`.
  package func rows(named text: String) throws(QuantizationError) -> [Site] {
    if let site = site(named: text) { return [site] }
    let found: [Site]
    if RowPattern.isPattern(text) {
      let pattern = try RowPattern(text)
      found = sites.filter { pattern.matches($0.id.name) }
    } else {
      found = rows(ofGroup: text)
    }
    guard !found.isEmpty else { throw .noSuchRows(text, nearest: nearestName(to: text)) }
    return found
  }

  /// The rows of a group: `embedding`, or what stands before the dots of several rows, as `blocks.3.attn` does.
  package func rows(ofGroup name: String) -> [Site] {
    if let module = modules.firstIndex(where: { $0.path == name && !$0.path.isEmpty }) {
      let inside = Set(siteIDs(of: module))
      return sites.filter { inside.contains($0.id) }
    }
    return sites.filter { $0.id.name.hasPrefix(name + ".") }
  }

  private func nearestName(to text: String) -> String? {
    // Beyond a name's length nothing is near.
    guard text.utf8.count <= 200 else { return nil }
    // A name's beginning counts nearly as much as all of it: 'heads' is meant for 'head.weight'.
    func distance(_ name: String) -> Int {
      min(name.utf8.editDistance(to: text.utf8), name.prefix(text.count).utf8.editDistance(to: text.utf8) + 1)
    }
    return sites.map { (distance($0.id.name), $0.id.name) }.min { $0 < $1 }?.1
  }
}

extension QuantizationConfiguration {
  /// Gives the rows of a statement its scheme.
  ///
  /// - Throws: where no row has the name, or where the scheme is not defined at one of them; then nothing is changed.
  package mutating func apply(_ statement: SchemeStatement, in graph: Graph) throws(QuantizationError) {
    let rows = try graph.rows(named: statement.rows)
    let refused = rows.filter { !$0.role.allows(statement.scheme) }
    if let first = refused.first {
      let allowed = rows.filter { $0.role.allows(statement.scheme) }.compactMap { graph.index(of: $0.id) }
      throw .schemeNotDefinedAtRows(
        statement.scheme, rows: statement.rows, first: first.id, others: refused.count - 1,
        definedAt: graph.grouping.patterns(for: allowed))
    }
    for site in rows { set(statement.scheme, at: site) }
  }
}
