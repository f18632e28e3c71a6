import Kernels
import Models
import Quantization

extension Calibrator {
  /// The third sweep: what each scheme would make of each site.
  func inspectionTasks(
    all: RangePartial, calibrated: [SiteID: SiteCalibration], sites: CalibratedSites
  ) -> [InspectionPartial.Task] {
    let calibration = draft(calibrated)
    return sites.sites.enumerated().map { index, site in
      let extremes = all.extremes(ofSite: index)
      let schemes = IntegerFormat.widths.flatMap { bits in
        [QuantizationScheme.layerWise(bits), .channelWise(bits), .powersOfTwoScale(bits: bits)]
      }.filter { site.role.allows($0) && (site.hasChannels || $0 == .layerWise($0.bits ?? 0)) }
      let quantizers = schemes.compactMap { scheme -> (scheme: QuantizationScheme, quantizer: Quantizer)? in
        switch calibration.quantizer(for: scheme, at: site.id) {
        case .uniform(let quantizer): (scheme, .uniform(quantizer))
        case .powersOfTwoScale(let quantizer): (scheme, .uniform(quantizer.uniform))
        default: nil
        }
      }
      let histogram = Histogram(
        lower: extremes.minimum, upper: extremes.maximum, binCount: SiteStatistics.binCount)
      let channels = Histogram(
        lower: extremes.minimum, upper: extremes.maximum, binCount: SiteStatistics.channelBinCount)
      return InspectionPartial.Task(
        statistics: SiteStatistics(
          site: site.id, minimum: extremes.minimum, maximum: extremes.maximum,
          channelMinima: all.channelMinima[index], channelMaxima: all.channelMaxima[index], histogram: histogram,
          channelHistograms: site.role == .normInput
            ? [Histogram](repeating: channels, count: site.channelCount) : [],
          errors: [:]),
        quantizers: quantizers)
    }
  }

  /// A calibration without statistics, to ask for quantizers.
  func draft(_ calibrated: [SiteID: SiteCalibration]) -> Calibration {
    Calibration(
      options: options, imageCount: images.count, sampleCount: 0, imageListDigest: imageListDigest,
      checkpointDigest: compiler.model.checkpoint.digest, sites: calibrated, statistics: [:],
      attentions: [:])
  }
}
