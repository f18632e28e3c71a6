/// That the best of many runs on the same images looks better than it is.
///
/// Among k configurations that are equally good, the best figure lies above the true one by chance alone, and the more so the
/// larger k is; its interval knows nothing of the others.
package struct SelectionRemark: Hashable, Sendable {
  /// From how many finished runs on it is said.
  package static let leastRunCount = 10

  package let runCount: Int

  package init?(runCount: Int) {
    guard runCount >= Self.leastRunCount else { return nil }
    self.runCount = runCount
  }

  /// From the longest to the shortest.
  package var wordings: [String] {
    [
      "The best of \(runCount) runs on the same images looks better than it is; confirm it on images held out.",
      "the best of \(runCount) runs looks better than it is; confirm it on others",
      "best of \(runCount) on the same images: flattered",
    ]
  }
}
