import Evaluation
import Testing

@Suite struct EvaluationTallyTests {
  private static func outcome(_ predicted: Int, _ rank: Int) -> ImageOutcome {
    ImageOutcome(predicted: predicted, probability: 0.5, labelRank: rank)
  }

  private let float = [
    outcome(3, 0), outcome(1, 0), outcome(4, 2), outcome(0, 7), outcome(2, 0), outcome(9, 4),
  ]

  @Test func `Six images by hand`() {
    let quantized = [
      Self.outcome(3, 0),  // right, as before
      Self.outcome(8, 4),  // lost; in the first five
      Self.outcome(7, 0),  // gained
      Self.outcome(0, 5),  // wrong both times, the same class; not in the first five
      Self.outcome(2, 0),  // right, as before
      Self.outcome(1, 1),  // wrong both times, another class
    ]
    let tally = EvaluationTally(outcomes: quantized, float: float, plannedCount: 6)
    #expect(tally.top1 == Proportion(count: 3, total: 6))
    #expect(tally.top5 == Proportion(count: 5, total: 6))
    #expect(tally.floatTop1 == Proportion(count: 3, total: 6))
    #expect(tally.agreement == Proportion(count: 3, total: 6))
    #expect(tally.difference == PairedDifference(gained: 1, lost: 1, total: 6))
    #expect(tally.isComplete)
  }

  @Test func `The first images only are counted against the same of the float model`() {
    let tally = EvaluationTally(outcomes: [Self.outcome(1, 3)], float: float, plannedCount: 6)
    #expect(tally.floatTop1 == Proportion(count: 1, total: 1))
    #expect(tally.difference == PairedDifference(gained: 0, lost: 1, total: 1))
    #expect(tally.imageCount == 1)
    #expect(!tally.isComplete)
    #expect(EvaluationTally(outcomes: [], float: float, plannedCount: 6).imageCount == 0)
  }
}
