/// The figure that a run is known by, wherever one stands for all: top-1 where the images have labels, else the share of
/// images on which the class is the float model's.
package struct Headline: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case top1 = "top-1"
    case agreement
  }

  package let kind: Kind
  package let proportion: Proportion
  /// Against the float model; nil for the agreement, which is a comparison with it already.
  package let difference: PairedDifference?

  /// As shown before the figure.
  package var title: String { kind.rawValue }
}

extension EvaluationTally {
  package var headline: Headline {
    guard let accuracy else { return Headline(kind: .agreement, proportion: agreement, difference: nil) }
    return Headline(kind: .top1, proportion: accuracy.top1, difference: accuracy.difference)
  }
}
