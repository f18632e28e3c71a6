import Models
import Quantization
import Tensors

extension Calibrator {
  /// Of what no image changes every batch sees the same values.
  func constantCalibration(of site: Site, values: [Float]) -> SiteCalibration {
    var minima = [Float](repeating: .infinity, count: site.channelCount)
    var maxima = [Float](repeating: -.infinity, count: site.channelCount)
    for (index, value) in values.enumerated() {
      minima[index % site.channelCount] = min(minima[index % site.channelCount], value)
      maxima[index % site.channelCount] = max(maxima[index % site.channelCount], value)
    }
    let extremes = (minimum: minima.min() ?? 0, maximum: maxima.max() ?? 0)
    var tails = TailCollector(expectedCount: values.count)
    // The array outlives the call; the collector copies what it keeps.
    values.withUnsafeBufferPointer { tails.add($0) }
    let quantiles = tails.quantiles
    var observer = Observer(kind: options.observer)
    observer.fold(
      BatchExtremes(
        minimum: extremes.minimum, maximum: extremes.maximum, lowQuantile: quantiles.low, highQuantile: quantiles.high))
    let minimum = observer.minimum ?? extremes.minimum
    let maximum = observer.maximum ?? extremes.maximum
    var bounds: [Int: SiteCalibration.Bounds] = [0: .init(minimum: minimum, maximum: maximum)]
    if options.observer == .omse {
      bounds = [:]
      for bits in options.scoredWidths {
        let candidates = OMSECandidates(bits: bits, minimum: minimum, maximum: maximum)
        let errors = candidates.quantizers.map {
          $0.squaredError(values, count: values.count, channelCount: site.channelCount)
        }
        let best = candidates.ranges[errors.indices.reduce(0) { errors[$1] < errors[$0] ? $1 : $0 }]
        bounds[bits] = .init(minimum: best.minimum, maximum: best.maximum)
      }
    }
    return SiteCalibration(
      bounds: bounds, extremes: .init(minimum: extremes.minimum, maximum: extremes.maximum), channelMinima: site.hasChannels ? minima : [],
      channelMaxima: site.hasChannels ? maxima : [], exponents: [:])
  }
}
