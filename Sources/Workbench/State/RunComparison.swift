package import Evaluation

/// Two models on the same images: which images changed their class, and what came of it.
package struct RunComparison: Hashable, Sendable {
  /// What a change of class did to the headline figure.
  package enum Consequence: Hashable, Sendable {
    case lost, won, neither
  }

  package struct Flip: Hashable, Sendable {
    /// Position in the evaluation list, from 0.
    package let image: Int
    package let before: ImageOutcome
    package let after: ImageOutcome
    package let consequence: Consequence
  }

  /// What images are judged by: their labels, or, without, whether a class is the float model's.
  package let kind: Headline.Kind
  /// Images that both have.
  package let imageCount: Int
  package let flips: [Flip]
  /// Nil where images without labels are compared with the float model itself, which every flip leaves.
  package let difference: PairedDifference?

  /// Compares as many images as both have.
  ///
  /// - Parameter float: the float model's outcomes; nil where they are `before`.
  package init(before: [ImageOutcome], after: [ImageOutcome], float: [ImageOutcome]?) {
    imageCount = min(before.count, after.count)
    kind = before.first?.labelRank == nil ? .agreement : .top1
    let kind = kind
    /// Nil where nothing tells good from bad.
    func isGood(_ outcome: ImageOutcome, _ image: Int) -> Bool? {
      switch kind {
      case .top1: outcome.labelRank == 0
      case .agreement: float.map { image < $0.count && outcome.predicted == $0[image].predicted }
      }
    }
    var flips: [Flip] = []
    for (image, (before, after)) in zip(before, after).enumerated() where before.predicted != after.predicted {
      let (was, isNow) = (isGood(before, image), isGood(after, image))
      let consequence: Consequence = was == isNow ? .neither : isNow == true ? .won : .lost
      flips.append(Flip(image: image, before: before, after: after, consequence: consequence))
    }
    self.flips = flips
    difference =
      kind == .agreement && float == nil
      ? nil
      : PairedDifference(
        gained: flips.count { $0.consequence == .won }, lost: flips.count { $0.consequence == .lost },
        total: imageCount)
  }

  /// Flips that cost a good answer first, then those that won one, then the rest; each in image order.
  package var byConsequence: [Flip] {
    [Consequence.lost, .won, .neither].flatMap { kind in flips.filter { $0.consequence == kind } }
  }
}
