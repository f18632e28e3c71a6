package import Quantization
import Texts

/// What stands at one row, as exported: the scheme by name and the numbers that it works with.
package struct SiteChoice: Encodable, Hashable, Sendable {
  package let scheme: QuantizationScheme
  /// One for the tensor, or one per channel; for PTS s · 2^α; for LIS the scale of its scores.
  package let scales: [Float]?
  package let zeroPoints: [Int32]?
  /// α per channel; PTS only, whose smallest scale is `baseScale`.
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

  /// Reads the numbers that the scheme needs at `site`, and no other.
  init(_ fields: JSONFields, at site: Site) throws(JSONFields.Problem) {
    var fields = fields
    let word = try fields.text("scheme")
    guard let scheme = QuantizationScheme(word) else {
      throw .init(reason: "\(fields.place(of: "scheme")): " + QuantizationScheme.expectation(insteadOf: word))
    }
    guard site.role.allows(scheme) else {
      throw .init(reason: QuantizationError.schemeNotDefined(scheme, at: site.id, role: site.role).description)
    }
    self.scheme = scheme
    let least = UniformQuantizer.smallestScale
    var scales: [Float]?
    var zeroPoints: [Int32]?
    var exponents: [UInt8]?
    var baseScale: Float?
    switch scheme {
    case .float, .log2: break
    case .logIntSoftmax: scales = try fields.scales("scales", least: least)
    case .uniform(let bits, _):
      let format = IntegerFormat(bits: bits, isSigned: site.role == .weight)
      scales = try fields.scales("scales", least: least)
      zeroPoints = try fields.integers("zeroPoints", in: format.isSigned ? 0...0 : 0...format.maximum).map { Int32($0) }
    case .powersOfTwoScale(let bits):
      scales = try fields.scales("scales", least: 0)
      zeroPoints = try fields.integers(
        "zeroPoints", in: 0...IntegerFormat(bits: bits, isSigned: false).maximum
      ).map { Int32($0) }
      let range = PowersOfTwoScaleQuantizer.exponentRange
      exponents = try fields.integers("exponents", in: Int(range.lowerBound)...Int(range.upperBound)).map { UInt8($0) }
      // An eighth of the layer's own scale.
      baseScale = try fields.scale("baseScale", least: least / 8)
    }
    try fields.end()
    (self.scales, self.zeroPoints, self.exponents, self.baseScale) = (scales, zeroPoints, exponents, baseScale)
    for (name, found, expected) in counts(at: site) where found != expected {
      throw .init(reason: "\(fields.place(of: name)) holds \(found) numbers; '\(scheme)' needs \(expected) there")
    }
    if case .powersOfTwoScale(let quantizer)? = quantizer(at: site), quantizer.channelScales != scales {
      throw .init(reason: "\(fields.place(of: "scales")) are not baseScale · 2^exponents")
    }
  }

  /// The lists that the scheme has, how many numbers they hold, and how many they should.
  private func counts(at site: Site) -> [(name: String, found: Int, expected: Int)] {
    switch scheme {
    case .float, .log2: []
    case .logIntSoftmax: [("scales", scales?.count ?? 0, 1)]
    case .uniform(_, let granularity):
      ["scales", "zeroPoints"].map { name in
        let found = name == "scales" ? scales?.count : zeroPoints?.count
        return (name, found ?? 0, granularity == .channelWise ? site.channelCount : 1)
      }
    case .powersOfTwoScale:
      [
        ("scales", scales?.count ?? 0, site.channelCount), ("zeroPoints", zeroPoints?.count ?? 0, 1),
        ("exponents", exponents?.count ?? 0, site.channelCount),
      ]
    }
  }

  /// The quantizer that these numbers describe; nil where they do not fit the scheme or the site.
  package func quantizer(at site: Site) -> Quantizer? {
    guard counts(at: site).allSatisfy({ $0.found == $0.expected }) else { return nil }
    switch scheme {
    case .float: return .float
    case .log2(let bits): return .log2(Log2Quantizer(bits: bits))
    case .logIntSoftmax(let bits):
      return scales.map { .logIntSoftmax(LogIntSoftmaxQuantizer(bits: bits, scoreScale: $0[0])) }
    case .uniform(let bits, _):
      guard let scales, let zeroPoints else { return nil }
      return .uniform(
        UniformQuantizer(
          format: IntegerFormat(bits: bits, isSigned: site.role == .weight), scales: scales, zeroPoints: zeroPoints))
    case .powersOfTwoScale(let bits):
      guard let baseScale, let zeroPoints, let exponents else { return nil }
      return .powersOfTwoScale(
        PowersOfTwoScaleQuantizer(bits: bits, scale: baseScale, zeroPoint: zeroPoints[0], exponents: exponents))
    }
  }
}
