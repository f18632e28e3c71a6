/// The least and greatest values of one site over one calibration batch.
package struct BatchExtremes: Hashable, Sendable {
  package let minimum: Float
  package let maximum: Float
  /// The batch's outer quantiles; present only where the observer asks for them.
  package let lowQuantile: Float?
  package let highQuantile: Float?

  package init(minimum: Float, maximum: Float, lowQuantile: Float? = nil, highQuantile: Float? = nil) {
    self.minimum = minimum
    self.maximum = maximum
    self.lowQuantile = lowQuantile
    self.highQuantile = highQuantile
  }
}
