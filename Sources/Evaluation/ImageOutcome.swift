/// What one model said of one image.
package struct ImageOutcome: Hashable, Sendable, Codable {
  /// The class with the largest logit; the first of equals.
  package let predicted: Int
  /// The softmax probability of `predicted`.
  package let probability: Float
  /// How many classes come before the label: 0 is top-1, up to 4 is top-5.
  package let labelRank: Int

  package init(predicted: Int, probability: Float, labelRank: Int) {
    self.predicted = predicted
    self.probability = probability
    self.labelRank = labelRank
  }
}
