extension Collection where Element: Equatable {
  /// Levenshtein's distance: the least number of elements to insert, remove or replace on the way to `other`.
  ///
  /// Takes time in the product of both lengths, so whoever compares texts from outside bounds them first.
  package func editDistance(to other: some Collection<Element>) -> Int {
    let other = Array(other)
    var row = Array(0...other.count)
    for (i, element) in enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in other.indices {
        let replaced = diagonal + (element == other[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(replaced, diagonal + 1, row[j] + 1)
      }
    }
    return row[other.count]
  }
}
