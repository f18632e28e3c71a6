import Texts

/// Finds the name that may be meant where another is not there.
enum SimilarName {
  /// Names longer than this are no tensor's, and comparing them would take long.
  private static let lengthLimit = 200
  /// As many names are looked at; a model has some hundreds.
  private static let countLimit = 2_000

  /// The name with the fewest letters to change, if those are at most a third; nil where none is so near.
  static func nearest(to name: String, among names: [String]) -> String? {
    let target = name.utf8.prefix(lengthLimit)
    let near = names.prefix(countLimit).filter { $0.utf8.count <= lengthLimit }.map { candidate in
      // A name that ends in the whole other one differs by what stands before it.
      (candidate, candidate.hasSuffix("." + name) ? 0 : target.editDistance(to: candidate.utf8))
    }
    guard let (nearest, changes) = near.min(by: { $0.1 < $1.1 }), changes * 3 <= target.count else { return nil }
    return nearest
  }
}
