import CKernels
import TestSupport
import Testing

/// LayerNorm on codes where its variants take different ways: blocks that are not full, slopes and offsets of every size,
/// sums that lie on a boundary of rounding. The kernels take any site, so sites here are not only what calibration makes.
@Suite struct LayerNormVariantTests {
  struct Site: CustomStringConvertible {
    let kind: Kind
    let channels: Int
    let rows: Int
    let seed: UInt64
    var inputZeroPoint: Float = 117
    var zeroPoint: Float = 120
    var highest: Float = 255
    var smallestScale: Float = 0.02
    var outputScale: Float = 0.03
    var codes: [UInt8] = []
    var multiples: [Float] = []
    var weight: [Float] = []
    var bias: [Float] = []

    var description: String {
      "\(kind), \(rows)×\(channels), zero points \(inputZeroPoint) and \(zeroPoint), to \(highest), "
        + "scales \(smallestScale) and \(outputScale), seed \(seed)"
    }
  }

  enum Kind: CaseIterable {
    /// Weights near one; of both signs, some of them near zero; some of them zero.
    case trained, wild, pruned
    /// Slopes and offsets over their whole range and beyond it.
    case wide
    /// Rows of one deviation, and weights that make slopes of eight bits of it, give or take some units in the last place:
    /// on the boundaries of M.
    case even
    /// Rows whose mean is zero, so that offsets are biases, and these halfway between integers.
    case halfway
    /// Not a number, infinities and the ends of the range among weights and biases.
    case hostile
    /// Scales far from one.
    case extreme
    /// What the blocked kernel leaves to the portable one.
    case unusual
  }

  private static let widths = [1, 2, 15, 16, 17, 31, 48, 63, 64, 65, 127, 128, 129, 192, 200, 384, 1000]

  @Test(arguments: Kind.allCases) func sameCodes(_ kind: Kind) {
    for (index, channels) in Self.widths.enumerated() {
      for round in 0..<40 {
        let site = Self.site(kind, channels: channels, seed: UInt64(index * 1000 + round))
        let results = Self.run(site)
        #expect(results[0] == results[1], "\(site)")
      }
    }
  }

  private static func site(_ kind: Kind, channels: Int, seed: UInt64) -> Site {
    var generator = SeededGenerator(seed: seed)
    func wide(_ exponents: ClosedRange<Int>) -> Float {
      Float(
        sign: Bool.random(using: &generator) ? .plus : .minus, exponent: Int.random(in: exponents, using: &generator),
        significand: Float.random(in: 1..<2, using: &generator))
    }
    var site = Site(kind: kind, channels: channels, rows: Int.random(in: 1...35, using: &generator), seed: seed)
    site.inputZeroPoint = Float(UInt8.random(in: 0...255, using: &generator))
    site.zeroPoint = Float(UInt8.random(in: 0...255, using: &generator))
    site.highest = Float((2 << Int.random(in: 0...7, using: &generator)) - 1)
    let mostExponent = Int.random(in: 0...3, using: &generator)
    switch kind {
    case .extreme:
      site.smallestScale = abs(wide(-70...70))
      site.outputScale = abs(wide(-70...70))
    case .wide: site.outputScale = abs(wide(-20...20))
    case .halfway: site.outputScale = Float(sign: .plus, exponent: -Int(seed % 9), significand: 1)
    case .even: site.outputScale = seed % 2 == 0 ? 0.0625 : 0.03
    case .unusual:
      site.inputZeroPoint += seed % 4 == 0 ? 0.25 : 0
      site.zeroPoint += seed % 4 == 1 ? 0.5 : 0
      site.highest -= seed % 4 == 2 ? 0.5 : 0
    case .trained, .wild, .pruned, .hostile: break
    }
    let scale = site.outputScale
    for channel in 0..<channels {
      site.multiples.append(kind == .even ? 2 : Float(1 << Int.random(in: 0...mostExponent, using: &generator)))
      if kind == .unusual && seed % 4 == 3 { site.multiples[channel] *= 1.5 }
      switch kind {
      case .trained, .unusual:
        site.weight.append(1 + 0.2 * generator.normal())
        site.bias.append(0.3 * generator.normal())
      case .wild, .pruned, .hostile:
        let isZero = kind == .pruned && UInt8.random(in: 0..<8, using: &generator) == 0
        site.weight.append(isZero ? 0 : generator.normal())
        site.bias.append(generator.normal())
      case .wide, .extreme:
        site.weight.append(scale * wide(-30...14))
        site.bias.append(scale * wide(-30...14))
      case .even:
        let slope = scale * Float(Int.random(in: 128...255, using: &generator)) / 16
        let bits = Int(slope.bitPattern) + Int.random(in: -12...12, using: &generator)
        let weight = Float(bitPattern: UInt32(bits))
        site.weight.append(Bool.random(using: &generator) ? weight : -weight)
        site.bias.append(generator.normal())
      case .halfway:
        site.weight.append(scale * wide(-24...3))
        let bias = Float(Int.random(in: -100...100, using: &generator)) + 0.5
        let neighbours = [bias, bias, bias.nextUp, bias.nextDown]
        site.bias.append(scale * neighbours[Int.random(in: 0..<4, using: &generator)])
      }
    }
    if kind == .hostile {
      for _ in 0...channels / 64 {
        let value = hostileValues[Int.random(in: 0..<hostileValues.count, using: &generator)]
        let channel = Int.random(in: 0..<channels, using: &generator)
        if Bool.random(using: &generator) { site.weight[channel] = value } else { site.bias[channel] = value }
      }
    }
    if kind == .halfway || kind == .even {
      // Pairs of channels that cancel each other; one that is left over has the zero point.
      site.inputZeroPoint = 128
      for channel in stride(from: 0, to: channels - 1, by: 2) { site.multiples[channel + 1] = site.multiples[channel] }
      for index in 0..<site.rows * channels {
        let channel = index % channels
        let isRaised = Bool.random(using: &generator)
        let deviation = UInt8(1 << (index / channels % 4))
        let code =
          kind == .even
          ? isRaised ? 128 + deviation : 128 - deviation : UInt8.random(in: 125...131, using: &generator)
        site.codes.append(channel % 2 == 1 ? 0 &- site.codes[index - 1] : channel == channels - 1 ? 128 : code)
      }
    } else {
      let spread: Float = seed % 5 == 0 ? 0.5 : 30
      site.codes = (0..<site.rows * channels).map { _ in UInt8(min(max(128 + spread * generator.normal(), 0), 255)) }
      // A constant row, and one with a single deviation.
      let (constant, single) = (Int.random(in: 0..<site.rows, using: &generator), site.rows / 2)
      for channel in 0..<channels {
        site.codes[constant * channels + channel] = UInt8(site.inputZeroPoint)
        site.codes[single * channels + channel] = UInt8(site.inputZeroPoint)
      }
      site.codes[single * channels] ^= 1
    }
    return site
  }

  /// What the machine's variant and the lowest one make of it.
  private static func run(_ site: Site) -> [[UInt8]] {
    // One more than is written, which must stay as it is.
    var results = [[UInt8]](repeating: [UInt8](repeating: 77, count: site.codes.count + 1), count: 2)
    site.multiples.withUnsafeBufferPointer { multiples in
      site.weight.withUnsafeBufferPointer { weight in
        site.bias.withUnsafeBufferPointer { bias in
          // The pointers in `parameters` are valid inside the closures that made them, where it is used. The kernels on
          // codes do not read `scales`.
          var parameters = fq_integer_layer_norm_parameters(
            channels: site.channels, scales: multiples.baseAddress, multiples: multiples.baseAddress,
            smallest_scale: site.smallestScale, weight: weight.baseAddress, bias: bias.baseAddress,
            output_scale: site.outputScale)
          fq_integer_layer_norm_codes(
            site.codes, &parameters, site.inputZeroPoint, site.zeroPoint, site.highest, site.rows, &results[0])
          fq_integer_layer_norm_codes_baseline(
            site.codes, &parameters, site.inputZeroPoint, site.zeroPoint, site.highest, site.rows, &results[1])
        }
      }
    }
    return results
  }
}
