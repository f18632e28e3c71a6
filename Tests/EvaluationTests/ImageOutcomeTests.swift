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

  @Test func `Without a label there is no rank`() {
    let logits: [Float] = [1, 3, 2]
    let outcome = logits.withUnsafeBufferPointer { ImageOutcome(logits: $0, label: nil) }
    #expect(outcome.predicted == 1 && outcome.labelRank == nil && outcome.similarity == nil)
  }

  private static func similarity(_ logits: [Float], to reference: [Float]) -> LogitSimilarity? {
    logits.withUnsafeBufferPointer { ImageOutcome(logits: $0, label: nil, reference: reference[...]).similarity }
  }

  @Test func `Cosine and error by hand`() throws {
    let found = try #require(Self.similarity([3, 4], to: [4, 3]))
    #expect(abs(found.cosine - 24.0 / 25) < 1e-12)
    #expect(found.error == SignalToNoise(signal: 25, noise: 2))
    let same = try #require(Self.similarity([1, -2, 0.5], to: [1, -2, 0.5]))
    #expect(same.cosine <= 1 && same.cosine > 1 - 1e-12)
    #expect(same.error.decibels == .infinity)
    let opposite = try #require(Self.similarity([-1, 2], to: [1, -2]))
    #expect(opposite.cosine >= -1 && opposite.cosine < -1 + 1e-12)
  }

  @Test func `Zero and infinite logits have defined figures or none`() {
    #expect(Self.similarity([0, 0], to: [0, 0])?.cosine == 1)
    #expect(Self.similarity([0, 0], to: [1, 0])?.cosine == 0)
    #expect(Self.similarity([1, 0], to: [0, 0])?.cosine == 0)
    #expect(Self.similarity([.infinity, 0], to: [1, 0]) == nil)
    #expect(Self.similarity([1, 0], to: [.nan, 0]) == nil)
    var figures = LogitFigures()
    #expect(figures.cosine == nil && figures.decibels == nil)
    figures.add(LogitSimilarity(cosine: 0.5, error: SignalToNoise(signal: 100, noise: 1)))
    figures.add(LogitSimilarity(cosine: 1, error: SignalToNoise(signal: 100, noise: 1)))
    #expect(figures.cosine == 0.75 && figures.decibels == 20 && figures.imageCount == 2)
    #expect(SignalToNoise(signal: .infinity, noise: 1).decibels == nil)
    #expect(SignalToNoise(signal: 1, noise: .nan).decibels == nil)
  }
}
