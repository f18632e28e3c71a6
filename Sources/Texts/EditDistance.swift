extension String {
  /// Levenshtein's distance: the least number of bytes to insert, remove or replace on the way to `other`.
  package func editDistance(to other: String) -> Int {
    let (left, right) = (Array(utf8), Array(other.utf8))
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let replaced = diagonal + (byte == right[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(replaced, diagonal + 1, row[j] + 1)
      }
    }
    return row[right.count]
  }
}
