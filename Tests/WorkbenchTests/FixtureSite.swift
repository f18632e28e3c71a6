import Evaluation
import Foundation
import Quantization
import TestSupport

/// Invented calibration and statistics of one activation site.
struct FixtureSite {
  let calibration: SiteCalibration
  let statistics: SiteStatistics

  init(_ site: Site, index: Int, bounded: Bool) {
    var generator = SeededGenerator(seed: UInt64(index + 1))
    let hasChannels = site.role != .attention && site.role != .scores
    let channelCount = hasChannels ? site.channelCount : 0
    // Most channels are narrow and a few are wide, as the residual stream of a Vision Transformer is.
    let widths = (0..<channelCount).map { _ -> Float in
      let width = 0.6 + abs(generator.normal()) * 0.4
      return site.role == .normInput && Int.random(in: 0..<9, using: &generator) == 0 ? width * 5 : width
    }
    let centres = widths.map { generator.normal() * 0.2 * $0 }
    let minima = zip(centres, widths).map { $0 - $1 }
    let maxima = zip(centres, widths).map { $0 + $1 }
    let isProbability = site.role == .attention
    let minimum = minima.min() ?? (isProbability ? 0 : -8)
    let maximum = maxima.max() ?? (isProbability ? 1 : 9)
    var histogram = Histogram(lower: minimum, upper: maximum, binCount: SiteStatistics.binCount)
    for bin in histogram.counts.indices {
      let value = (minimum + (Float(bin) + 0.5) * histogram.binWidth) * 1.5
      histogram.counts[bin] = UInt64(1e6 * exp(-Double(value * value) * (isProbability ? 40 : 1)))
    }
    let exponents = widths.map { width -> UInt8 in
      let full = widths.max() ?? 1
      return UInt8(min(3, max(0, 3 + Int(log2(width / full).rounded()))))
    }
    let channelHistograms = zip(minima, maxima).map { low, high in
      var channel = Histogram(lower: minimum, upper: maximum, binCount: SiteStatistics.channelBinCount)
      for bin in channel.counts.indices {
        let value = minimum + (Float(bin) + 0.5) * channel.binWidth
        let distance = (value - (low + high) / 2) / ((high - low) / 5)
        channel.counts[bin] = UInt64(1e5 * exp(-Double(distance * distance) / 2))
      }
      return channel
    }

    var errors: [QuantizationScheme: SignalToNoise] = [:]
    for bits in IntegerFormat.widths {
      let base = 6.02 * Double(bits) - 14 + Double(index % 7)
      errors[.layerWise(bits)] = Fixture.signal(base)
      if site.role == .normInput { errors[.powersOfTwoScale(bits: bits)] = Fixture.signal(base + 9.3) }
      if isProbability {
        errors[.log2(bits: bits)] = Fixture.signal(20 + 0.4 * Double(bits))
        errors[.logIntSoftmax(bits: bits)] = Fixture.signal(19.5 + 0.4 * Double(bits))
      }
    }
    let shrink: Float = bounded ? 0.8 : 1
    calibration = SiteCalibration(
      bounds: [0: .init(minimum: minimum * shrink, maximum: maximum * shrink)],
      extremes: .init(minimum: minimum, maximum: maximum), channelMinima: minima, channelMaxima: maxima,
      exponents: site.role == .normInput
        ? Dictionary(uniqueKeysWithValues: IntegerFormat.widths.map { ($0, exponents) }) : [:])
    statistics = SiteStatistics(
      site: site.id, minimum: minimum, maximum: maximum, channelMinima: minima, channelMaxima: maxima,
      histogram: histogram, channelHistograms: site.role == .normInput ? channelHistograms : [], errors: errors)
  }
}
