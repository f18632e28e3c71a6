import Graphs
import Kernels
import Models
import Quantization

extension Calibrator {
  /// Runs the sweep on the first images and reads off what the views show.
  func inspect(
    _ run: CalibrationSweeps, float: Plan, sampleCount: Int, all: RangePartial,
    calibrated: [SiteID: SiteCalibration]
  ) throws(EvaluationError) -> (statistics: [SiteID: SiteStatistics], attentions: [SiteID: AttentionStatistics]) {
    let sites = sites
    let tasks = inspectionTasks(all: all, calibrated: calibrated, sites: sites)
    let calibration = draft(calibrated)
    // LIS is shown on 8-bit scores, the width that the method gives them; OMSE may have scored another only.
    let width = options.scoredWidths.contains(8) ? 8 : options.scoredWidths[0]
    let softmaxes = sites.attentions.map { attention -> AttentionInspection.Softmax in
      guard case .uniform(let scores)? = calibration.quantizer(for: .layerWise(width), at: attention.scores) else {
        preconditionFailure("scores are calibrated")
      }
      let quantizer = LogIntSoftmaxQuantizer(bits: AttentionInspection.widestBits, scoreScale: scores.scales[0])
      return .init(scores: scores, kernel: LogIntSoftmaxKernel(quantizer: quantizer))
    }
    let inspected = try run.gather(Array(0..<sampleCount), plan: float) {
      InspectionPartial(tasks: tasks, sites: sites, softmaxes: softmaxes)
    }
    var statistics: [SiteID: SiteStatistics] = [:]
    for entry in inspected.statistics { statistics[entry.site] = entry }
    var attentions: [SiteID: AttentionStatistics] = [:]
    for (index, attention) in sites.attentions.enumerated() {
      guard let site = sites.index(of: attention.probabilities) else { continue }
      statistics[attention.probabilities]?.errors.merge(inspected.attentions[index].errors) { $1 }
      attentions[attention.probabilities] = AttentionStatistics(
        site: attention.probabilities, counts: all.attentionCounts(of: index), zeroCounts: all.attentionZeros[index],
        levels: inspected.attentions[index].levels(quantizers: tasks[site].quantizers))
    }
    return (statistics, attentions)
  }

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
