package import Quantization

/// What calibration found, as a value: the parameters of every activation site and the statistics that the views show.
package struct Calibration: Hashable, Sendable, Codable {
  package let options: CalibrationOptions
  package let imageCount: Int
  /// Images whose own errors and histograms were taken, the first of the calibration images.
  package let sampleCount: Int
  /// Digest of the calibration images, their labels and their order.
  package let imageListDigest: String
  package let checkpointDigest: String
  package let sites: [SiteID: SiteCalibration]
  package let statistics: [SiteID: SiteStatistics]
  package let attentions: [SiteID: AttentionStatistics]

  package init(
    options: CalibrationOptions, imageCount: Int, sampleCount: Int, imageListDigest: String, checkpointDigest: String,
    sites: [SiteID: SiteCalibration], statistics: [SiteID: SiteStatistics], attentions: [SiteID: AttentionStatistics]
  ) {
    self.options = options
    self.imageCount = imageCount
    self.sampleCount = sampleCount
    self.imageListDigest = imageListDigest
    self.checkpointDigest = checkpointDigest
    self.sites = sites
    self.statistics = statistics
    self.attentions = attentions
  }

  /// The quantizer that `scheme` becomes at an activation site.
  ///
  /// - Parameter scoreScale: the scale of the integer scores, which `logIntSoftmax` reads; ignored by the others.
  /// - Returns: nil where the site was not calibrated, or not at the scheme's width.
  package func quantizer(for scheme: QuantizationScheme, at site: SiteID, scoreScale: Float? = nil) -> Quantizer? {
    guard let calibrated = sites[site] else { return nil }
    switch scheme {
    case .float:
      return .float
    case .uniform(let bits, .channelWise):
      return .uniform(
        UniformQuantizer(asymmetric: bits, minima: calibrated.channelMinima, maxima: calibrated.channelMaxima))
    case .uniform(let bits, _):
      guard let bounds = calibrated.bounds[bits] ?? calibrated.bounds[0] else { return nil }
      return .uniform(UniformQuantizer(asymmetric: bits, minima: [bounds.minimum], maxima: [bounds.maximum]))
    case .powersOfTwoScale(let bits):
      guard let exponents = calibrated.exponents[bits] else {
        // A site with one scale for all channels.
        guard calibrated.exponents.isEmpty, !calibrated.channelMinima.isEmpty,
          case .uniform(let uniform)? = quantizer(for: .layerWise(bits), at: site)
        else { return nil }
        return .powersOfTwoScale(
          PowersOfTwoScaleQuantizer(
            bits: bits, scale: uniform.scales[0], zeroPoint: uniform.zeroPoints[0],
            exponents: [UInt8](repeating: 0, count: calibrated.channelMinima.count)))
      }
      let base = PowersOfTwoScaleQuantizer.base(
        bits: bits, minimum: calibrated.extremes.minimum, maximum: calibrated.extremes.maximum)
      return .powersOfTwoScale(
        PowersOfTwoScaleQuantizer(bits: bits, scale: base.scale, zeroPoint: base.zeroPoint, exponents: exponents))
    case .log2(let bits):
      return .log2(Log2Quantizer(bits: bits))
    case .logIntSoftmax(let bits):
      return scoreScale.map { .logIntSoftmax(LogIntSoftmaxQuantizer(bits: bits, scoreScale: $0)) }
    }
  }
}
