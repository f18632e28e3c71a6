import Quantization

/// Finds the few patterns that name a set of rows exactly: `blocks.*.mlp.fc2.weight` for twelve of them.
///
/// Built once for a network. Rows are numbers in network order; a name's first numeric component is its index
/// (`blocks.3.norm1` is `norm1` at index 3 of `blocks`), and rows that differ only there go together.
package struct RowGrouping: Sendable {
  private let names: [String]
  private let templates: [Template]
  /// Patterns without an index, with the rows that they match.
  private let plain: [(text: String, rows: [Int])]

  /// One tail of names at every index: `mlp.fc2.weight`, `attn.*`, `*.weight` or `*`.
  private struct Template {
    let head: String
    let tail: String
    /// How little the text says: among equals the pattern that says more is taken.
    let vagueness: Int
    /// Ascending.
    let rowsOfIndex: [(index: Int, rows: [Int])]
    /// What `head.*.tail` matches, which may be more than the rows of all indices.
    let everywhere: [Int]
  }

  private struct Candidate {
    let text: String
    let vagueness: Int
    let rows: [Int]
  }

  package init(names: [String]) {
    self.names = names
    var plain: [(String, [Int])] = []
    func matching(_ text: String) -> [Int] {
      guard let pattern = try? RowPattern(text) else { return [] }
      return names.indices.filter { pattern.matches(names[$0]) }
    }
    let parts = names.map { $0.split(separator: ".").map(String.init) }
    var texts = Set<String>(["*"])
    var rowsOfHead: [String: [(index: Int, tail: [String], row: Int)]] = [:]
    for (row, name) in parts.enumerated() {
      if let numbered = name.firstIndex(where: { Int($0) != nil }), numbered > 0, let index = Int(name[numbered]) {
        let head = name[..<numbered].joined(separator: ".")
        rowsOfHead[head, default: []].append((index, Array(name[(numbered + 1)...]), row))
      } else {
        for count in 1..<max(name.count, 1) { texts.insert(name.prefix(count).joined(separator: ".") + ".*") }
      }
      if let last = name.last, name.count > 1 { texts.insert("*." + last) }
    }
    for text in texts.sorted() {
      let rows = matching(text)
      if rows.count > 1 { plain.append((text, rows)) }
    }
    self.plain = plain
    var templates: [Template] = []
    for (head, rows) in rowsOfHead.sorted(by: { $0.key < $1.key }) {
      var tails: [String: Int] = ["*": 3]
      for (_, tail, _) in rows {
        tails[tail.joined(separator: ".")] = 0
        for count in 1..<max(tail.count, 1) {
          tails[tail.prefix(count).joined(separator: ".") + ".*"] = 1
          tails["*." + tail.suffix(count).joined(separator: ".")] = 2
        }
      }
      for (tail, vagueness) in tails.sorted(by: { $0.key < $1.key }) {
        guard let pattern = try? RowPattern(tail) else { continue }
        var rowsOfIndex: [Int: [Int]] = [:]
        for row in rows where pattern.matches(row.tail.joined(separator: ".")) {
          rowsOfIndex[row.index, default: []].append(row.row)
        }
        guard !rowsOfIndex.isEmpty else { continue }
        templates.append(
          Template(
            head: head, tail: tail, vagueness: vagueness,
            rowsOfIndex: rowsOfIndex.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            everywhere: matching(Self.text(head, "*", tail))))
      }
    }
    self.templates = templates
  }

  /// Patterns that together match every row of `rows`, and beside them none that is not in `besides`, in network order.
  ///
  /// Few patterns before many; among equals the one that says most, then the shortest.
  package func patterns(for rows: Set<Int>, besides: Set<Int> = []) -> [String] {
    let allowed = rows.union(besides)
    let candidates = candidates(for: rows, allowed: allowed)
    var missing = rows
    var chosen: [Candidate] = []
    while !missing.isEmpty {
      var best: (candidate: Candidate, gain: Int)?
      for candidate in candidates {
        let gain = candidate.rows.count(where: missing.contains)
        guard gain > 0 else { continue }
        if let known = best, !Self.precedes((candidate, gain), known) { continue }
        best = (candidate, gain)
      }
      guard let best else { preconditionFailure("every row has a name of its own") }
      chosen.append(best.candidate)
      missing.subtract(best.candidate.rows)
    }
    // One chosen early may have become needless by those after it.
    for candidate in chosen where chosen.count > 1 {
      let others = Set(chosen.filter { $0.text != candidate.text }.flatMap(\.rows))
      if others.isSuperset(of: rows.intersection(candidate.rows)) { chosen.removeAll { $0.text == candidate.text } }
    }
    func first(_ candidate: Candidate) -> Int { candidate.rows.first(where: rows.contains) ?? 0 }
    return chosen.sorted { (first($0), $0.text) < (first($1), $1.text) }.map(\.text)
  }

  private static func precedes(_ left: (candidate: Candidate, gain: Int), _ right: (candidate: Candidate, gain: Int))
    -> Bool
  {
    (-left.gain, left.candidate.vagueness, left.candidate.text.count, left.candidate.text)
      < (-right.gain, right.candidate.vagueness, right.candidate.text.count, right.candidate.text)
  }

  private func candidates(for rows: Set<Int>, allowed: Set<Int>) -> [Candidate] {
    var result = rows.map { Candidate(text: names[$0], vagueness: 0, rows: [$0]) }
    for (text, covered) in plain where covered.allSatisfy(allowed.contains) {
      result.append(Candidate(text: text, vagueness: 5, rows: covered))
    }
    for template in templates {
      let indices = template.rowsOfIndex.filter { entry in
        entry.rows.allSatisfy(allowed.contains) && entry.rows.contains(where: rows.contains)
      }
      guard !indices.isEmpty else { continue }
      if indices.count == template.rowsOfIndex.count, template.rowsOfIndex.count > 1,
        template.everywhere.allSatisfy(allowed.contains)
      {
        result.append(
          Candidate(
            text: Self.text(template.head, "*", template.tail), vagueness: template.vagueness + 1,
            rows: template.everywhere))
      } else if indices.count > 1 || template.vagueness > 0 {
        result.append(
          Candidate(
            text: Self.text(template.head, Self.list(indices.map(\.index)), template.tail),
            vagueness: template.vagueness + 1, rows: indices.flatMap(\.rows).sorted()))
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

extension RowGrouping {
  /// The patterns as one text: at most `most` of them, then how many rows more.
  package func names(of rows: Set<Int>, besides: Set<Int> = [], most: Int) -> String {
    let patterns = patterns(for: rows, besides: besides)
    guard patterns.count > most else { return patterns.joined(separator: ", ") }
    let shown = patterns.prefix(most)
    let matched = rows.filter { row in shown.contains { (try? RowPattern($0))?.matches(names[row]) ?? false } }
    return shown.joined(separator: ", ") + " and \(rows.count - matched.count) more"
  }
}
