/// The figures of a configuration on the images evaluated so far: cumulative, so that any later one replaces it.
package struct EvaluationTally: Hashable, Sendable, Codable {
  /// Nil where the images have no labels.
  package private(set) var accuracy: AccuracyFigures?
  /// Images whose top-1 class equals the float model's.
  package private(set) var agreement = Proportion(count: 0, total: 0)
  package private(set) var logits = LogitFigures()
  /// Images that a complete run has.
  package let plannedCount: Int

  package var imageCount: Int { agreement.total }
  package var isComplete: Bool { imageCount == plannedCount }
  /// Images whose top-1 class differs from the float model's.
  package var flipCount: Int { agreement.total - agreement.count }

  /// Counts nothing yet.
  package init(plannedCount: Int, hasLabels: Bool) {
    accuracy = hasLabels ? AccuracyFigures() : nil
    self.plannedCount = plannedCount
  }

  /// Counts the outcomes of the first images against the float model's of the same.
  package init(outcomes: some Collection<ImageOutcome>, float: some Collection<ImageOutcome>, plannedCount: Int) {
    precondition(float.count >= outcomes.count, "the float model's outcomes come first")
    self.init(plannedCount: plannedCount, hasLabels: float.first.map { $0.labelRank != nil } ?? false)
    for (outcome, reference) in zip(outcomes, float) { add(outcome, float: reference) }
  }

  /// Takes in the next image.
  package mutating func add(_ outcome: ImageOutcome, float: ImageOutcome) {
    agreement.add(outcome.predicted == float.predicted)
    if let similarity = outcome.similarity { logits.add(similarity) }
    guard accuracy != nil else { return }
    guard let rank = outcome.labelRank, let floatRank = float.labelRank else {
      preconditionFailure("either every image has a label or none")
    }
    accuracy?.add(rank: rank, floatRank: floatRank)
  }
}
