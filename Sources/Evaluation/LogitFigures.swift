/// How near the logits of many images are to the float model's.
package struct LogitFigures: Hashable, Sendable, Codable {
  /// Images whose logits are finite.
  package private(set) var imageCount = 0
  private var cosineSum = 0.0
  /// Summed over the images in their order, so that the figure depends on no number of threads.
  package private(set) var error = SignalToNoise()

  package init() {}

  package mutating func add(_ similarity: LogitSimilarity) {
    imageCount += 1
    cosineSum += similarity.cosine
    error += similarity.error
  }

  /// The mean over the images; nil without any.
  package var cosine: Double? { imageCount == 0 ? nil : cosineSum / Double(imageCount) }

  /// SQNR over all logits in dB; infinite where none differs, nil where the float model's are all zero.
  package var decibels: Double? { error.decibels }

  /// The same for files, which hold no infinite number: nil also where no logit differs.
  package var finiteDecibels: Double? { decibels.flatMap { $0.isFinite ? $0 : nil } }
}
