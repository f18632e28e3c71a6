/// How many characters must be inserted, removed or replaced to make one text of another.
enum EditDistance {
  /// Compared up to here, since a name of megabytes is like no other.
  private static let lengthLimit = 120

  static func between(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first.prefix(lengthLimit)), Array(second.prefix(lengthLimit)))
    var row = Array(0...second.count)
    for (i, character) in first.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in second.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }
}
