import Quantization

/// Finds the few patterns that name a set of rows exactly: `blocks.*.mlp.fc2.weight` for twelve of them.
///
/// Built once for a network. Rows are numbers in network order; a name's first numeric component is its index
/// (`blocks.3.norm1` is `norm1` at index 3 of `blocks`), and rows that differ only there go together.
package struct RowGrouping: Sendable {
  private let names: [String]
  private let templates: [Template]
  /// Each row's own name, then patterns without an index.
  private let plain: [Candidate]

  /// One tail of names at every index: `mlp.fc2.weight`, `attn.*`, `*.weight` or `*`.
  private struct Template: Sendable {
    let head: String
    let tail: String
    let vagueness: Int
    /// Ascending.
    let rowsOfIndex: [(index: Int, rows: RowSet)]
    /// What `head.*.tail` matches, which may be more than the rows of all indices.
    let everywhere: RowSet
  }

  fileprivate struct Candidate: Sendable {
    let text: String
    /// How little the text says: of two that cover as many rows, the one that says more is taken.
    let vagueness: Int
    let rows: RowSet
  }

  package init(names: [String]) {
    self.names = names
    func matching(_ text: String) -> RowSet {
      guard let pattern = try? RowPattern(text) else { preconditionFailure("'\(text)' is a pattern") }
      return RowSet(names.indices.filter { pattern.matches(names[$0]) }, count: names.count)
    }
    var texts = Set<String>(["*"])
    var numbered: [String: [(index: Int, tail: [Substring], row: Int)]] = [:]
    for (row, name) in names.enumerated() {
      let parts = name.split(separator: ".")
      if let position = parts.firstIndex(where: { Int($0) != nil }), position > 0, let index = Int(parts[position]) {
        numbered[parts[..<position].joined(separator: "."), default: []].append(
          (index, Array(parts[(position + 1)...]), row))
      } else {
        for count in 1..<max(parts.count, 1) { texts.insert(parts.prefix(count).joined(separator: ".") + ".*") }
      }
      if let last = parts.last, parts.count > 1 { texts.insert("*." + last) }
    }
    plain =
      names.indices.map { Candidate(text: names[$0], vagueness: 0, rows: RowSet([$0], count: names.count)) }
      + texts.sorted().map { Candidate(text: $0, vagueness: 5, rows: matching($0)) }
    var templates: [Template] = []
    for (head, entries) in numbered.sorted(by: { $0.key < $1.key }) {
      /// By index, the rows of each tail.
      var tails: [String: (vagueness: Int, rows: [Int: RowSet])] = [:]
      for (index, tail, row) in entries {
        var texts = [(text: tail.joined(separator: "."), vagueness: 0), ("*", 3)]
        for count in 1..<max(tail.count, 1) {
          texts.append((tail.prefix(count).joined(separator: ".") + ".*", 1))
          texts.append(("*." + tail.suffix(count).joined(separator: "."), 2))
        }
        for (text, vagueness) in texts {
          tails[text, default: (vagueness, [:])].rows[index, default: RowSet(count: names.count)].insert(row)
        }
      }
      for (tail, entry) in tails.sorted(by: { $0.key < $1.key }) {
        templates.append(
          Template(
            head: head, tail: tail, vagueness: entry.vagueness,
            rowsOfIndex: entry.rows.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            everywhere: matching(Self.text(head, "*", tail))))
      }
    }
    self.templates = templates
  }

  /// Patterns that together match every row of `rows`, and beside them none that is not in `besides`, in network order.
  ///
  /// Few patterns before many; among equals the one that says most, then the shortest.
  package func patterns(for rows: some Sequence<Int>, besides: some Sequence<Int> = []) -> [String] {
    choice(RowSet(rows, count: names.count), besides: RowSet(besides, count: names.count)).map(\.text)
  }

  /// The patterns as one text: at most `most` of them, then how many rows more.
  package func names(of rows: some Sequence<Int>, besides: some Sequence<Int> = [], most: Int) -> String {
    var missing = RowSet(rows, count: names.count)
    let chosen = choice(missing, besides: RowSet(besides, count: names.count))
    let text = chosen.prefix(most).map(\.text).joined(separator: ", ")
    guard chosen.count > most else { return text }
    for candidate in chosen.prefix(most) { missing.subtract(candidate.rows) }
    return text + " and \(missing.intersectionCount(missing)) more"
  }

  private func choice(_ rows: RowSet, besides: RowSet) -> [Candidate] {
    let candidates = candidates(for: rows, besides: besides)
    var missing = rows
    var chosen: [Candidate] = []
    while !missing.isEmpty {
      var best: (candidate: Candidate, gain: Int)?
      for candidate in candidates {
        let gain = candidate.rows.intersectionCount(missing)
        guard gain > 0 else { continue }
        if let best, gain < best.gain || gain == best.gain && best.candidate.precedes(candidate) { continue }
        best = (candidate, gain)
      }
      guard let best else { preconditionFailure("every row has a name of its own") }
      chosen.append(best.candidate)
      missing.subtract(best.candidate.rows)
    }
    // One chosen early may have become needless by those after it.
    for candidate in chosen {
      var others = RowSet(count: names.count)
      for other in chosen where other.text != candidate.text { others.formUnion(other.rows) }
      if candidate.rows.intersection(rows).isSubset(of: others) { chosen.removeAll { $0.text == candidate.text } }
    }
    return chosen.map { ($0, $0.rows.intersection(rows).first ?? 0) }
      .sorted { ($0.1, $0.0.text) < ($1.1, $1.0.text) }.map(\.0)
  }

  private func candidates(for rows: RowSet, besides: RowSet) -> [Candidate] {
    var allowed = rows
    allowed.formUnion(besides)
    var result = plain.filter { $0.rows.isSubset(of: allowed) }
    for template in templates {
      let indices = template.rowsOfIndex.filter { $0.rows.isSubset(of: allowed) && $0.rows.intersectionCount(rows) > 0 }
      guard !indices.isEmpty else { continue }
      if indices.count == template.rowsOfIndex.count, indices.count > 1, template.everywhere.isSubset(of: allowed) {
        result.append(
          Candidate(
            text: Self.text(template.head, "*", template.tail), vagueness: template.vagueness + 1,
            rows: template.everywhere))
      } else {
        var covered = RowSet(count: names.count)
        for entry in indices { covered.formUnion(entry.rows) }
        result.append(
          Candidate(
            text: Self.text(template.head, Self.list(indices.map(\.index)), template.tail),
            vagueness: template.vagueness + 1, rows: covered))
      }
    }
    return result
  }

  /// `blocks.*` rather than `blocks.*.*`, which says the same.
  private static func text(_ head: String, _ index: String, _ tail: String) -> String {
    if index == "*", tail.hasPrefix("*") { return head + "." + tail }
    return tail.isEmpty ? "\(head).\(index)" : "\(head).\(index).\(tail)"
  }

  /// `3`, `{0,7}` or `{0-3,7}`.
  private static func list(_ indices: [Int]) -> String {
    guard indices.count > 1 else { return indices.map(String.init).joined() }
    var runs: [ClosedRange<Int>] = []
    for index in indices {
      if let last = runs.last, last.upperBound + 1 == index {
        runs[runs.count - 1] = last.lowerBound...index
      } else {
        runs.append(index...index)
      }
    }
    let texts = runs.map { run in
      switch run.count {
      case 1: "\(run.lowerBound)"
      case 2: "\(run.lowerBound),\(run.upperBound)"
      default: "\(run.lowerBound)-\(run.upperBound)"
      }
    }
    return "{" + texts.joined(separator: ",") + "}"
  }
}

extension RowGrouping.Candidate {
  fileprivate func precedes(_ other: RowGrouping.Candidate) -> Bool {
    (vagueness, text.utf8.count, text) < (other.vagueness, other.text.utf8.count, other.text)
  }
}
