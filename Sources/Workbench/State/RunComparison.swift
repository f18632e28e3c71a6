package import Evaluation

/// Two models on the same images: which images changed their class, and how top-1 differs.
package struct RunComparison: Hashable, Sendable {
  package struct Flip: Hashable, Sendable {
    /// Position in the evaluation list, from 0.
    package let image: Int
    package let before: ImageOutcome
    package let after: ImageOutcome

    package var wasRight: Bool { before.labelRank == 0 }
    package var isRight: Bool { after.labelRank == 0 }
  }

  package let flips: [Flip]
  package let difference: PairedDifference

  /// Compares as many images as both have.
  package init(before: [ImageOutcome], after: [ImageOutcome]) {
    flips = zip(before, after).enumerated().compactMap { image, pair in
      pair.0.predicted == pair.1.predicted ? nil : Flip(image: image, before: pair.0, after: pair.1)
    }
    difference = PairedDifference(
      gained: flips.count { $0.isRight && !$0.wasRight }, lost: flips.count { $0.wasRight && !$0.isRight },
      total: min(before.count, after.count))
  }

  /// Flips that cost a right answer first, then those that won one, then the rest; each in image order.
  package var byConsequence: [Flip] {
    flips.filter { $0.wasRight && !$0.isRight } + flips.filter { $0.isRight && !$0.wasRight }
      + flips.filter { $0.isRight == $0.wasRight }
  }
}
