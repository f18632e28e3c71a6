/// The figures of a configuration on the images evaluated so far: cumulative, so that any later one replaces it.
package struct EvaluationTally: Hashable, Sendable, Codable {
  package var top1: Proportion
  package var top5: Proportion
  /// The float model's top-1 on the same images.
  package var floatTop1: Proportion
  /// Images whose top-1 class equals the float model's.
  package var agreement: Proportion
  package var difference: PairedDifference
  /// Images that a complete run has.
  package let plannedCount: Int

  package var imageCount: Int { top1.total }
  package var isComplete: Bool { imageCount == plannedCount }

  /// Counts the outcomes of the first images against the float model's of the same.
  package init(outcomes: some Collection<ImageOutcome>, float: some Collection<ImageOutcome>, plannedCount: Int) {
    precondition(float.count >= outcomes.count, "the float model's outcomes come first")
    var top1 = 0
    var top5 = 0
    var floatTop1 = 0
    var agreement = 0
    var gained = 0
    var lost = 0
    for (outcome, reference) in zip(outcomes, float) {
      let isRight = outcome.labelRank == 0
      let wasRight = reference.labelRank == 0
      if isRight { top1 += 1 }
      if wasRight { floatTop1 += 1 }
      if outcome.labelRank < 5 { top5 += 1 }
      if outcome.predicted == reference.predicted { agreement += 1 }
      if isRight && !wasRight { gained += 1 }
      if wasRight && !isRight { lost += 1 }
    }
    let total = outcomes.count
    self.top1 = Proportion(count: top1, total: total)
    self.top5 = Proportion(count: top5, total: total)
    self.floatTop1 = Proportion(count: floatTop1, total: total)
    self.agreement = Proportion(count: agreement, total: total)
    difference = PairedDifference(gained: gained, lost: lost, total: total)
    self.plannedCount = plannedCount
  }
}
