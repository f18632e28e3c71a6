package import Quantization

/// What calibration saw at one activation site.
package struct SiteStatistics: Sendable, Codable, Hashable {
  package static let binCount = 256
  package static let channelBinCount = 64

  package let site: SiteID
  /// Over all calibration images, in the units of the activation.
  package var minimum: Float
  package var maximum: Float
  /// One entry per channel; empty for scores and attention, which have none.
  package var channelMinima: [Float]
  package var channelMaxima: [Float]
  /// Over the sampled images; `binCount` bins from `minimum` to `maximum`.
  package var histogram: Histogram
  /// LayerNorm inputs only, one per channel, `channelBinCount` bins over the same range; empty elsewhere.
  package var channelHistograms: [Histogram]
  /// The site's own error on the sampled images, by the scheme that would stand there.
  package var errors: [QuantizationScheme: SignalToNoise]

  package init(
    site: SiteID, minimum: Float, maximum: Float, channelMinima: [Float], channelMaxima: [Float], histogram: Histogram,
    channelHistograms: [Histogram], errors: [QuantizationScheme: SignalToNoise]
  ) {
    self.site = site
    self.minimum = minimum
    self.maximum = maximum
    self.channelMinima = channelMinima
    self.channelMaxima = channelMaxima
    self.histogram = histogram
    self.channelHistograms = channelHistograms
    self.errors = errors
  }

  /// The widest channel's range over the median channel's: why PTS exists. Nil without channels.
  package var rangeRatio: Float? {
    guard !channelMinima.isEmpty else { return nil }
    let ranges = zip(channelMinima, channelMaxima).map { $1 - $0 }.sorted()
    let middle = ranges.count / 2
    let median = ranges.count % 2 == 1 ? ranges[middle] : (ranges[middle - 1] + ranges[middle]) / 2
    return median > 0 ? ranges[ranges.count - 1] / median : nil
  }
}
