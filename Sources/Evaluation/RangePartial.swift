import Graphs
import Kernels
import Models
import Quantization

/// The first look at the calibration images: every site's extremes and every attention's distribution.
final class RangePartial: SitePartial, @unchecked Sendable {
  // Because one worker fills it and then hands it over under the sweep's lock, never to touch it again.

  /// By activation site.
  var extremes: [(minimum: Float, maximum: Float)]
  /// By activation site; empty where it has no channels.
  var channelMinima: [[Float]]
  var channelMaxima: [[Float]]
  /// By activation site; empty unless the observer needs quantiles.
  var tails: [TailCollector]
  /// By attention: head-major, [heads][bins].
  private var attentionCounts: [[UInt64]]
  /// By attention and head.
  private(set) var attentionZeros: [[UInt64]]

  let sites: CalibratedSites

  init(sites: CalibratedSites, tailsOfImages imageCount: Int?) {
    self.sites = sites
    extremes = sites.sites.map { _ in (.infinity, -.infinity) }
    channelMinima = sites.sites.map { [Float](repeating: .infinity, count: $0.hasChannels ? $0.channelCount : 0) }
    channelMaxima = sites.sites.map { [Float](repeating: -.infinity, count: $0.hasChannels ? $0.channelCount : 0) }
    tails =
      imageCount.map { count in
        sites.sites.map { TailCollector(expectedCount: $0.rowCount * $0.channelCount * count) }
      } ?? []
    attentionCounts = sites.attentions.map {
      [UInt64](repeating: 0, count: $0.headCount * AttentionStatistics.binCount)
    }
    attentionZeros = sites.attentions.map { [UInt64](repeating: 0, count: $0.headCount) }
  }

  func observe(site index: Int, _ value: UnsafeMutableBufferPointer<Float>) {
    guard let base = value.baseAddress else { return }
    let site = sites.sites[index]
    if site.hasChannels {
      let channels = site.channelCount
      StatisticsKernels.channelRanges(
        base, rows: value.count / channels, channels: channels, minima: &channelMinima[index],
        maxima: &channelMaxima[index])
    } else {
      let range = StatisticsKernels.range(base, count: value.count)
      extremes[index].minimum = min(extremes[index].minimum, range.minimum)
      extremes[index].maximum = max(extremes[index].maximum, range.maximum)
    }
    if !tails.isEmpty { tails[index].add(UnsafeBufferPointer(value)) }
    if let attention = sites.attentionIndex(ofSite: index) {
      let shape = sites.attentions[attention].shape
      let headCount = shape.headCount
      let count = shape.queryCount * shape.keyCount
      attentionCounts[attention].withUnsafeMutableBufferPointer { bins in
        guard let bins = bins.baseAddress else { return }
        // Each head's part of the buffer is counted into its own bins, within the call.
        for map in 0..<shape.groupCount * headCount {
          let head = map % headCount
          StatisticsKernels.logarithmicHistogram(
            base + map * count, count: count, bins: bins + head * AttentionStatistics.binCount,
            zeroCount: &attentionZeros[attention][head])
        }
      }
    }
  }

  func merge(_ other: RangePartial) {
    for index in extremes.indices {
      extremes[index].minimum = min(extremes[index].minimum, other.extremes[index].minimum)
      extremes[index].maximum = max(extremes[index].maximum, other.extremes[index].maximum)
      for channel in channelMinima[index].indices {
        channelMinima[index][channel] = min(channelMinima[index][channel], other.channelMinima[index][channel])
        channelMaxima[index][channel] = max(channelMaxima[index][channel], other.channelMaxima[index][channel])
      }
      if !tails.isEmpty && !other.tails.isEmpty { tails[index].merge(other.tails[index]) }
    }
    mergeAttention(other)
  }

  private func mergeAttention(_ other: RangePartial) {
    for attention in attentionCounts.indices {
      attentionCounts[attention].addCounts(other.attentionCounts[attention])
      attentionZeros[attention].addCounts(other.attentionZeros[attention])
    }
  }

  /// By head.
  func attentionCounts(of attention: Int) -> [[UInt64]] {
    let counts = attentionCounts[attention]
    return stride(from: 0, to: counts.count, by: AttentionStatistics.binCount).map {
      Array(counts[$0..<$0 + AttentionStatistics.binCount])
    }
  }

  /// In `reference` mode with a single batch, attentions that run LIS have no float probabilities to see.
  var unobservedAttentionSites: [Int] {
    sites.sites.indices.filter { sites.sites[$0].role == .attention && extremes[$0] == (.infinity, -.infinity) }
  }

  /// Their range is that which probabilities can have, so that every parameter is a number.
  func fillUnobserved() {
    for index in unobservedAttentionSites { extremes[index] = (0, 1) }
  }

  /// The extremes of one site over everything that was merged.
  func extremes(ofSite index: Int) -> (minimum: Float, maximum: Float) {
    guard sites.sites[index].hasChannels else { return extremes[index] }
    return (channelMinima[index].min() ?? 0, channelMaxima[index].max() ?? 0)
  }

  func batchExtremes(ofSite index: Int) -> BatchExtremes {
    let (minimum, maximum) = extremes(ofSite: index)
    guard !tails.isEmpty else { return BatchExtremes(minimum: minimum, maximum: maximum) }
    let quantiles = tails[index].quantiles
    return BatchExtremes(
      minimum: minimum, maximum: maximum, lowQuantile: quantiles.low, highQuantile: quantiles.high)
  }

  /// Finite weights can still be so large that activations are not; no scale describes those.
  func checkFinite() throws(EvaluationError) {
    for index in sites.sites.indices { try checkFinite(site: index) }
  }

  func checkFinite(site index: Int) throws(EvaluationError) {
    let extremes = extremes(ofSite: index)
    // A site that saw NaN alone has no range: NaN is passed over.
    guard extremes.minimum <= extremes.maximum, (extremes.maximum - extremes.minimum).isFinite else {
      throw .activationsOverflow(site: sites.sites[index].id)
    }
  }
}
