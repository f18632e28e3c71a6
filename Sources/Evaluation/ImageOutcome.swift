import Foundation

/// What one model said of one image.
package struct ImageOutcome: Hashable, Sendable, Codable {
  /// The class with the largest logit; the first of equals.
  package let predicted: Int
  /// The softmax probability of `predicted`.
  package let probability: Float
  /// How many classes come before the label: 0 is top-1, up to 4 is top-5; nil where the image has no label.
  package let labelRank: Int?
  /// How near its logits are to the float model's; nil for the float model itself, and where a logit is not finite.
  package let similarity: LogitSimilarity?

  package init(predicted: Int, probability: Float, labelRank: Int?, similarity: LogitSimilarity? = nil) {
    self.predicted = predicted
    self.probability = probability
    self.labelRank = labelRank
    self.similarity = similarity
  }

  /// - Parameters:
  ///   - label: the true class; nil where none is known.
  ///   - reference: the float model's logits of the same image, as many as there are classes.
  package init(logits: UnsafeBufferPointer<Float>, label: Int?, reference: ArraySlice<Float>? = nil) {
    var predicted = 0
    for (index, value) in logits.enumerated() where value > logits[predicted] { predicted = index }
    let largest = logits[predicted]
    var sum = 0.0
    for value in logits { sum += exp(Double(value - largest)) }
    self.init(
      predicted: predicted, probability: Float(1 / sum), labelRank: label.map { Self.rank(of: $0, in: logits) },
      similarity: reference.flatMap { LogitSimilarity(of: logits, to: $0) })
  }

  private static func rank(of label: Int, in logits: UnsafeBufferPointer<Float>) -> Int {
    let own = logits[label]
    var rank = 0
    for (index, value) in logits.enumerated() where value > own || (value == own && index < label) { rank += 1 }
    return rank
  }
}
