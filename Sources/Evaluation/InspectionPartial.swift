import Graphs
import Kernels
import Models
import Quantization

/// Histograms and own errors of every scheme a site could have, for the views: taken on a sample of the images.
final class InspectionPartial: SitePartial, @unchecked Sendable {
  // Because one worker fills it and then hands it over under the sweep's lock, never to touch it again.

  /// The schemes that are tried at a site, with the quantizer each becomes.
  struct Task: Sendable {
    let statistics: SiteStatistics
    let quantizers: [(scheme: QuantizationScheme, quantizer: Quantizer)]
  }

  let tasks: [Task]
  let sites: CalibratedSites
  /// By attention: the 8-bit quantizer of its scores and the softmax that reads them.
  let softmaxes: [AttentionInspection.Softmax]
  var statistics: [SiteStatistics]
  var attentions: [AttentionInspection]

  init(tasks: [Task], sites: CalibratedSites, softmaxes: [AttentionInspection.Softmax]) {
    self.tasks = tasks
    self.sites = sites
    self.softmaxes = softmaxes
    statistics = tasks.map(\.statistics)
    attentions = sites.attentions.map { AttentionInspection($0) }
  }

  func observe(site index: Int, _ value: UnsafeMutableBufferPointer<Float>) {
    guard let base = value.baseAddress else { return }
    let site = sites.sites[index]
    let signal = StatisticsKernels.sumOfSquares(base, count: value.count)
    for (scheme, quantizer) in tasks[index].quantizers {
      guard case .uniform(let uniform) = quantizer else { continue }
      statistics[index].errors[scheme, default: SignalToNoise()] += SignalToNoise(
        signal: signal, noise: uniform.squaredError(base, count: value.count, channelCount: site.channelCount))
    }
    countValues(of: index, value)
    if let attention = sites.attentions.firstIndex(where: { $0.scores == site.id }) {
      attentions[attention].keepScores(base, site: site, softmax: softmaxes[attention])
    }
    if let attention = sites.attentionIndex(ofSite: index) {
      attentions[attention].observe(base, site: site, quantizers: tasks[index].quantizers)
    }
  }

  private func countValues(of index: Int, _ value: UnsafeMutableBufferPointer<Float>) {
    guard let base = value.baseAddress else { return }
    let range = statistics[index].histogram
    StatisticsKernels.histogram(
      base, count: value.count, lower: range.lower, upper: range.upper, bins: &statistics[index].histogram.counts,
      binCount: range.counts.count)
    let channelCount = statistics[index].channelHistograms.count
    guard channelCount > 0, range.upper > range.lower else { return }
    let factor = Float(SiteStatistics.channelBinCount) / (range.upper - range.lower)
    for (offset, element) in value.enumerated() {
      // Clamped before it is an integer: in a range of subnormal numbers the factor is infinite. `max(0, NaN)` is 0.
      let bin = Int(min(max(0, (element - range.lower) * factor), Float(SiteStatistics.channelBinCount - 1)))
      statistics[index].channelHistograms[offset % channelCount].counts[bin] += 1
    }
  }

  func merge(_ other: InspectionPartial) {
    for index in statistics.indices {
      for (scheme, error) in other.statistics[index].errors {
        statistics[index].errors[scheme, default: SignalToNoise()] += error
      }
      statistics[index].histogram.add(other.statistics[index].histogram)
      for channel in statistics[index].channelHistograms.indices {
        statistics[index].channelHistograms[channel].add(other.statistics[index].channelHistograms[channel])
      }
    }
    for index in attentions.indices { attentions[index].merge(other.attentions[index]) }
  }
}

extension UniformQuantizer {
  /// Σ (x̂ − x)² over a row-major array.
  func squaredError(_ base: UnsafePointer<Float>, count: Int, channelCount: Int) -> Double {
    if scales.count == 1 {
      return StatisticsKernels.uniformSquaredError(
        base, count: count, scale: scales[0], zeroPoint: zeroPoints[0], format: format)
    }
    return StatisticsKernels.channelUniformSquaredError(
      base, rows: count / channelCount, channels: channelCount, scales: scales, zeroPoints: zeroPoints.map(Float.init),
      format: format)
  }
}
