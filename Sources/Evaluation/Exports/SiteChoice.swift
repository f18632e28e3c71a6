package import Quantization

/// What stands at one site, as exported: the scheme by name and the numbers that it works with.
package struct SiteChoice: Codable, Hashable, Sendable {
  package let scheme: QuantizationScheme
  /// One a tensor, or one a channel; for PTS s · 2^α; for LIS the scale of its scores.
  package let scales: [Float]?
  package let zeroPoints: [Int32]?
  /// α a channel; PTS only, whose smallest scale is `baseScale`.
  package let exponents: [UInt8]?
  package let baseScale: Float?

  package init(scheme: QuantizationScheme, quantizer: Quantizer) {
    self.scheme = scheme
    switch quantizer {
    case .float, .log2:
      (scales, zeroPoints, exponents, baseScale) = (nil, nil, nil, nil)
    case .uniform(let uniform):
      (scales, zeroPoints, exponents, baseScale) = (uniform.scales, uniform.zeroPoints, nil, nil)
    case .powersOfTwoScale(let quantizer):
      scales = quantizer.channelScales
      zeroPoints = [quantizer.zeroPoint]
      exponents = quantizer.exponents
      baseScale = quantizer.scale
    case .logIntSoftmax(let quantizer):
      (scales, zeroPoints, exponents, baseScale) = ([quantizer.scoreScale], nil, nil, nil)
    }
  }

  /// The quantizer that these numbers describe; nil where they do not fit the scheme or the site.
  package func quantizer(at site: Site) -> Quantizer? {
    switch scheme {
    case .float: return .float
    case .log2(let bits): return .log2(Log2Quantizer(bits: bits))
    case .logIntSoftmax(let bits):
      guard let scale = scales?.first, scale >= UniformQuantizer.smallestScale, scale.isFinite else { return nil }
      return .logIntSoftmax(LogIntSoftmaxQuantizer(bits: bits, scoreScale: scale))
    case .uniform(let bits, let granularity):
      let count = granularity == .channelWise ? site.channelCount : 1
      guard let scales, let zeroPoints, scales.count == count, zeroPoints.count == count,
        scales.allSatisfy({ $0 > 0 && $0.isFinite }), zeroPoints.allSatisfy({ (-256...256).contains($0) })
      else { return nil }
      return .uniform(
        UniformQuantizer(
          format: IntegerFormat(bits: bits, isSigned: site.role == .weight), scales: scales, zeroPoints: zeroPoints))
    case .powersOfTwoScale(let bits):
      guard let baseScale, baseScale > 0, baseScale.isFinite, let zeroPoint = zeroPoints?.first,
        (0...255).contains(zeroPoint), let exponents, exponents.count == site.channelCount,
        exponents.allSatisfy(PowersOfTwoScaleQuantizer.exponentRange.contains)
      else { return nil }
      return .powersOfTwoScale(
        PowersOfTwoScaleQuantizer(bits: bits, scale: baseScale, zeroPoint: zeroPoint, exponents: exponents))
    }
  }
}
