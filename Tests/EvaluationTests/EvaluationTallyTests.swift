import Evaluation
import TestSupport
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
    #expect(tally.accuracy?.top1 == Proportion(count: 3, total: 6))
    #expect(tally.accuracy?.top5 == Proportion(count: 5, total: 6))
    #expect(tally.accuracy?.floatTop1 == Proportion(count: 3, total: 6))
    #expect(tally.agreement == Proportion(count: 3, total: 6))
    #expect(tally.accuracy?.difference == PairedDifference(gained: 1, lost: 1, total: 6))
    #expect(tally.isComplete)
  }

  @Test func `The first images only are counted against the same of the float model`() {
    let tally = EvaluationTally(outcomes: [Self.outcome(1, 3)], float: float, plannedCount: 6)
    #expect(tally.accuracy?.floatTop1 == Proportion(count: 1, total: 1))
    #expect(tally.accuracy?.difference == PairedDifference(gained: 0, lost: 1, total: 1))
    #expect(tally.imageCount == 1)
    #expect(!tally.isComplete)
    #expect(EvaluationTally(outcomes: [], float: float, plannedCount: 6).imageCount == 0)
  }

  @Test func `Without labels the agreement is the headline, and nothing is said of accuracy`() {
    let float = [3, 1, 4, 0].map { ImageOutcome(predicted: $0, probability: 0.5, labelRank: nil) }
    let quantized = [3, 8, 4, 0].map { ImageOutcome(predicted: $0, probability: 0.5, labelRank: nil) }
    let tally = EvaluationTally(outcomes: quantized, float: float, plannedCount: 4)
    #expect(tally.accuracy == nil)
    #expect(tally.agreement == Proportion(count: 3, total: 4))
    #expect(tally.flipCount == 1)
    #expect(tally.headline.kind == .agreement && tally.headline.title == "agreement")
    #expect(tally.headline.proportion == tally.agreement && tally.headline.difference == nil)
    #expect(tally.imageCount == 4 && tally.isComplete)
  }

  @Test func `With labels top-1 is the headline`() {
    let tally = EvaluationTally(outcomes: float, float: float, plannedCount: 6)
    #expect(tally.headline.kind == .top1 && tally.headline.title == "top-1")
    #expect(tally.headline.proportion == Proportion(count: 3, total: 6))
    #expect(tally.headline.difference == PairedDifference(gained: 0, lost: 0, total: 6))
  }

  /// Images one by one, in two halves, or at once: the same figures, of any images.
  @Test(arguments: 0..<40) func `Incremental figures are the whole's`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let hasLabels = Bool.random(using: &generator)
    let classCount = Int.random(in: 1...12, using: &generator)
    func random() -> ImageOutcome {
      let error = SignalToNoise(
        signal: Double.random(in: 0...9, using: &generator), noise: Double.random(in: 0...1, using: &generator))
      let similarity = LogitSimilarity(cosine: Double.random(in: -1...1, using: &generator), error: error)
      return ImageOutcome(
        predicted: Int.random(in: 0..<classCount, using: &generator), probability: 0.5,
        labelRank: hasLabels ? Int.random(in: 0..<classCount, using: &generator) : nil,
        similarity: Int.random(in: 0..<9, using: &generator) == 0 ? nil : similarity)
    }
    let count = Int.random(in: 1...60, using: &generator)
    let outcomes = (0..<count).map { _ in random() }
    let float = (0..<count).map { _ in random() }
    let whole = EvaluationTally(outcomes: outcomes, float: float, plannedCount: count)
    var grown = EvaluationTally(plannedCount: count, hasLabels: hasLabels)
    for index in 0..<count {
      grown.add(outcomes[index], float: float[index])
      let prefix = EvaluationTally(outcomes: outcomes.prefix(index + 1), float: float, plannedCount: count)
      #expect(grown == prefix, "seed \(seed), image \(index)")
    }
    #expect(grown == whole && whole.isComplete, "seed \(seed)")
    #expect(whole.agreement.count == zip(outcomes, float).count { $0.predicted == $1.predicted })
    #expect(whole.accuracy?.top1.count == (hasLabels ? outcomes.count { $0.labelRank == 0 } : nil))
    #expect(whole.logits.imageCount == outcomes.count { $0.similarity != nil })
    if let difference = whole.accuracy?.difference, let accuracy = whole.accuracy {
      #expect(difference.gained - difference.lost == accuracy.top1.count - accuracy.floatTop1.count)
      #expect(difference.interval.contains(difference.points * Double(count) / Double(count + 2)))
    }
  }
}
