import Evaluation
import Foundation
import TestSupport
import Testing

@Suite struct ImageOutcomeTests {
  private static func outcome(_ logits: [Float], label: Int) -> ImageOutcome {
    logits.withUnsafeBufferPointer { ImageOutcome(logits: $0, label: label) }
  }

  /// The rank counts the classes before the label; of equal logits the first class comes first.
  @Test(
    arguments: [
      ([1, 3, 2], 1, 1, 0), ([1, 3, 2], 0, 1, 2), ([2, 2, 2], 0, 0, 0), ([2, 2, 2], 1, 0, 1), ([2, 2, 2], 2, 0, 2),
      ([-1, -1, 5, 5], 3, 2, 1), ([-1, -1, 5, 5], 1, 2, 3), ([7], 0, 0, 0),
    ] as [([Float], Int, Int, Int)])
  func `Ranks with ties`(logits: [Float], label: Int, predicted: Int, rank: Int) {
    let outcome = Self.outcome(logits, label: label)
    #expect(outcome.predicted == predicted)
    #expect(outcome.labelRank == rank)
  }

  @Test func `The probability is the softmax of the prediction`() {
    #expect(abs(Self.outcome([0, Float(log(3.0))], label: 0).probability - 0.75) < 1e-6)
    #expect(Self.outcome([2, 2, 2, 2], label: 0).probability == 0.25)
    // Large logits do not overflow.
    #expect(Self.outcome([3e38, 0], label: 0).probability == 1)
  }

  @Test func `The rank is the label's place in a stable sort`() {
    var generator = SeededGenerator(seed: 77)
    for _ in 0..<200 {
      let logits = (0..<9).map { _ in Float(Int.random(in: 0...4, using: &generator)) }
      let order = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
      for label in logits.indices {
        let outcome = Self.outcome(logits, label: label)
        #expect(outcome.labelRank == order.firstIndex(of: label), "seed \(generator.seed)")
        #expect(outcome.predicted == order[0], "seed \(generator.seed)")
      }
    }
  }
}
