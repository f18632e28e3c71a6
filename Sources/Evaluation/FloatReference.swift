/// The float model's outcomes on the evaluation images, computed once.
package struct FloatReference: Sendable, Hashable {
  package let outcomes: [ImageOutcome]
  package let imagesPerSecond: Double

  package init(outcomes: [ImageOutcome], imagesPerSecond: Double) {
    self.outcomes = outcomes
    self.imagesPerSecond = imagesPerSecond
  }
}
