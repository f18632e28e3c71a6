/// The calibrated numbers of one activation site, from which every scheme's quantizer follows.
package struct SiteCalibration: Hashable, Sendable, Codable {
  package struct Bounds: Hashable, Sendable, Codable {
    package var minimum: Float
    package var maximum: Float

    package init(minimum: Float, maximum: Float) {
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// The observer's range, by width where the observer scores each width by itself, else under width 0.
  package var bounds: [Int: Bounds]
  /// The plain minimum and maximum, which PTS and channel-wise schemes use whatever the observer.
  package var extremes: Bounds
  package var channelMinima: [Float]
  package var channelMaxima: [Float]
  /// LayerNorm inputs only: α of each channel, by width.
  package var exponents: [Int: [UInt8]]

  package init(
    bounds: [Int: Bounds], extremes: Bounds, channelMinima: [Float], channelMaxima: [Float], exponents: [Int: [UInt8]]
  ) {
    self.bounds = bounds
    self.extremes = extremes
    self.channelMinima = channelMinima
    self.channelMaxima = channelMaxima
    self.exponents = exponents
  }
}
