import Graphs
import Models
import Quantization

extension Calibration {
  /// Why these cannot be the numbers of a calibration of `graph`; nil where they can.
  ///
  /// Holds every value that anything computes with: a calibration that passes ends in figures or in an error, never in a trap.
  func problem(for graph: Graph) -> String? {
    guard imageCount > 0, (1...imageCount).contains(sampleCount) else { return "it counts no images" }
    let observed = graph.activationSites
    guard Set(sites.keys) == Set(observed.map(\.id)) else { return "its sites are not the model's" }
    let swept = observed.filter { !graph.isConstant($0) }
    guard Set(statistics.keys) == Set(swept.map(\.id)) else { return "its statistics are not of the model's sites" }
    guard Set(attentions.keys) == Set(graph.attentions.map(\.probabilities)) else {
      return "its attentions are not the model's"
    }
    for site in observed {
      if let reason = sites[site.id]?.problem(at: site, options: options) { return "\(site.id): \(reason)" }
      if let reason = statistics[site.id]?.problem(at: site) { return "\(site.id): \(reason)" }
    }
    for attention in graph.attentions {
      if let reason = attentions[attention.probabilities]?.problem(at: attention) {
        return "\(attention.probabilities): \(reason)"
      }
    }
    return nil
  }
}

/// Whether both ends are numbers in their order, and the width between them is one too.
private func isRange(_ minimum: Float, _ maximum: Float) -> Bool { minimum <= maximum && (maximum - minimum).isFinite }

private func areRanges(_ minima: [Float], _ maxima: [Float], count: Int) -> Bool {
  minima.count == count && maxima.count == count && zip(minima, maxima).allSatisfy(isRange)
}

extension Site {
  /// Channels whose ranges a calibration keeps.
  fileprivate var keptChannelCount: Int { hasChannels ? channelCount : 0 }
}

extension SiteCalibration {
  fileprivate func problem(at site: Site, options: CalibrationOptions) -> String? {
    let widths = options.observer == .omse ? Set(options.scoredWidths) : [0]
    guard Set(bounds.keys) == widths else { return "its ranges are of other widths" }
    guard bounds.values.allSatisfy({ isRange($0.minimum, $0.maximum) }), isRange(extremes.minimum, extremes.maximum)
    else { return "a range is none" }
    guard areRanges(channelMinima, channelMaxima, count: site.keptChannelCount) else {
      return "the ranges of its channels are none, or not one per channel"
    }
    let isNormInput = site.role == .normInput
    guard Set(exponents.keys) == (isNormInput ? Set(IntegerFormat.widths) : []) else {
      return "its exponents are of other widths"
    }
    let range = PowersOfTwoScaleQuantizer.exponentRange
    for channels in exponents.values {
      guard channels.count == site.channelCount, channels.allSatisfy(range.contains) else {
        return "its exponents are not one from \(range.lowerBound) to \(range.upperBound) per channel"
      }
    }
    return nil
  }
}

/// Counts beyond this are none: sums of them stay exact in a double, and never overflow.
private let largestCount: UInt64 = 1 << 53

extension Sequence<UInt64> {
  fileprivate var areCounts: Bool {
    var sum: UInt64 = 0
    for count in self {
      guard count <= largestCount, sum <= largestCount else { return false }
      sum += count
    }
    return sum <= largestCount
  }
}

extension SignalToNoise {
  fileprivate var isMeasured: Bool { signal.isFinite && noise.isFinite && signal >= 0 && noise >= 0 }
}

extension Histogram {
  fileprivate func isSound(binCount: Int) -> Bool {
    counts.count == binCount && isRange(lower, upper) && counts.areCounts
  }
}

extension SiteStatistics {
  fileprivate func problem(at site: Site) -> String? {
    guard self.site == site.id else { return "its statistics are of another site" }
    guard isRange(minimum, maximum), areRanges(channelMinima, channelMaxima, count: site.keptChannelCount) else {
      return "a range of its statistics is none"
    }
    guard histogram.isSound(binCount: Self.binCount),
      channelHistograms.count == (site.role == .normInput ? site.channelCount : 0),
      channelHistograms.allSatisfy({ $0.isSound(binCount: Self.channelBinCount) })
    else { return "a histogram is none, or of another size" }
    guard errors.allSatisfy({ site.role.allows($0.key) && $0.value.isMeasured }) else {
      return "an error is none, or of a scheme that is not defined there"
    }
    return nil
  }
}

extension AttentionStatistics {
  fileprivate func problem(at attention: Graph.AttentionSite) -> String? {
    guard site == attention.probabilities else { return "its statistics are of another attention" }
    guard counts.count == attention.headCount, zeroCounts.count == attention.headCount, zeroCounts.areCounts,
      counts.allSatisfy({ $0.count == Self.binCount && $0.areCounts })
    else { return "its distribution is not one per head" }
    for (scheme, heads) in levels {
      guard SiteRole.attention.allows(scheme), heads.count == attention.headCount,
        heads.allSatisfy({ $0.isSound })
      else { return "the levels of \(scheme) are none" }
    }
    return nil
  }
}

extension AttentionStatistics.Levels {
  fileprivate var isSound: Bool {
    values.count == counts.count && !values.isEmpty && counts.areCounts && values.allSatisfy(\.isFinite)
      && zip(values, values.dropFirst()).allSatisfy { $0 >= $1 } && massToZero.isFinite && massToZero >= 0
  }
}
