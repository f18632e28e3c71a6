/// Finds the name that may be meant where another is not there.
enum SimilarName {
  /// Names longer than this are no tensor's, and comparing them would take long.
  private static let lengthLimit = 200
  /// As many names are looked at; a model has some hundreds.
  private static let countLimit = 2_000

  /// The name with the fewest letters to change, if those are at most a third; nil where none is so near.
  static func nearest(to name: String, among names: [String]) -> String? {
    let target = Array(name.utf8.prefix(lengthLimit))
    let near = names.prefix(countLimit).filter { $0.utf8.count <= lengthLimit }.map { candidate in
      // A name that ends in the whole other one differs by what stands before it.
      (candidate, candidate.hasSuffix("." + name) ? 0 : distance(target, Array(candidate.utf8)))
    }
    guard let (nearest, changes) = near.min(by: { $0.1 < $1.1 }), changes * 3 <= target.count else { return nil }
    return nearest
  }

  /// Levenshtein's: how many bytes to change, to add or to leave out.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let change = diagonal + (x == y ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}
