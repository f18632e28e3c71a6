/// How well typed letters match a name in which they occur in order.
package struct FuzzyMatch: Hashable, Sendable {
  /// Higher is better; comparable between candidates for the same query.
  package let score: Int
  /// Which characters of the candidate were matched, as offsets.
  package let positions: [Int]

  /// The best match of the letters of `query`, ignoring case and spaces; nil where they do not all occur in order.
  ///
  /// Letters at the start of a word count most, then letters that follow each other; gaps and long names count against it.
  package init?(_ query: String, in candidate: String) {
    let wanted = query.lowercased().filter { $0 != " " }.map { $0 }
    let letters = candidate.map { $0 }
    let folded = letters.map { Character($0.lowercased().first.map(String.init) ?? String($0)) }
    guard !wanted.isEmpty else {
      score = 0
      positions = []
      return
    }
    guard wanted.count <= folded.count else { return nil }

    // best[j]: the best score of a match of the letters so far that ends at j; from[i][j]: where its previous letter is.
    let unreachable = Int.min / 2
    var best = folded.indices.map { folded[$0] == wanted[0] ? Self.bonus(letters, $0) - $0 : unreachable }
    var from: [[Int]] = []
    for letter in wanted.dropFirst() {
      var next = Array(repeating: unreachable, count: folded.count)
      var origin = Array(repeating: -1, count: folded.count)
      for j in folded.indices where folded[j] == letter {
        for k in 0..<j where best[k] > unreachable {
          let value = best[k] + Self.bonus(letters, j) + (k == j - 1 ? 8 : -(j - k - 1))
          if value > next[j] {
            next[j] = value
            origin[j] = k
          }
        }
      }
      best = next
      from.append(origin)
    }
    guard let end = best.indices.max(by: { best[$0] < best[$1] }), best[end] > unreachable else { return nil }
    var path = [end]
    for origin in from.reversed() { path.append(origin[path.last!]) }
    positions = path.reversed()
    score = best[end] - letters.count / 4
  }

  /// The candidates that match, best first; equals stay in their order.
  package static func ranked<Element>(
    _ candidates: [Element], query: String, name: (Element) -> String
  ) -> [(element: Element, match: FuzzyMatch)] {
    candidates.enumerated()
      .compactMap { index, element in
        FuzzyMatch(query, in: name(element)).map { (index: index, element: element, match: $0) }
      }
      .sorted { ($1.match.score, $0.index) < ($0.match.score, $1.index) }
      .map { ($0.element, $0.match) }
  }

  private static func bonus(_ letters: [Character], _ index: Int) -> Int {
    guard index > 0 else { return 12 }
    let before = letters[index - 1]
    let startsWord = !(before.isLetter || before.isNumber) || (before.isLowercase && letters[index].isUppercase)
    return startsWord ? 10 : 1
  }
}
