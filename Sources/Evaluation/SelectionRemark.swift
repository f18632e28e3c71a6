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

  /// What is to be said: from the longest to the shortest.
  ///
  /// - Parameter advice: what to do about it, after a semicolon.
  package func wordings(advice: String) -> [String] {
    [
      "The best of \(runCount) runs on the same images looks better than it is; \(advice).",
      "the best of \(runCount) runs looks better than it is; \(advice)",
      "the best of \(runCount) runs looks better than it is",
      "best of \(runCount) on the same images: flattered",
    ]
  }
}

extension SelectionRemark: CustomStringConvertible {
  /// One line, for a report.
  package var description: String { wordings(advice: "confirm it on images held out (--held-out N)")[0] }
}
