import Quantization
import Tensors
import TestSupport
import Testing

@Suite struct UniformQuantizerTests {
  private static func asymmetric(_ bits: Int, _ minimum: Float, _ maximum: Float) -> UniformQuantizer {
    UniformQuantizer(asymmetric: bits, minima: [minimum], maxima: [maximum])
  }

  /// Scale and zero point by hand; ranges that do not hold zero clamp the zero point to an end.
  @Test(
    arguments: [
      (4, -3, 12, 1, 3), (8, -51, 204, 1, 51), (2, -1.5, 1.5, 1, 2), (8, 0, 510, 2, 0), (8, -510, 0, 2, 255),
      (4, 5, 20, 1, 0), (4, -20, -5, 1, 15), (3, -0.25, 1.5, 0.25, 1),
    ] as [(Int, Float, Float, Float, Int32)])
  func `Scale and zero point of a range`(bits: Int, minimum: Float, maximum: Float, scale: Float, zeroPoint: Int32) {
    let quantizer = Self.asymmetric(bits, minimum, maximum)
    #expect(quantizer.scales == [scale])
    #expect(quantizer.zeroPoints == [zeroPoint])
    #expect(quantizer.format == IntegerFormat(bits: bits, isSigned: false))
  }

  @Test func `The zero point is rounded half to even`() {
    // −min / s is 0.5, 1.5 and 2.5 at a scale of one.
    #expect([-0.5, -1.5, -2.5].map { Self.asymmetric(4, $0, $0 + 15).zeroPoints[0] } == [0, 2, 2])
  }

  @Test func `The zero point is added before rounding`() {
    let quantizer = Self.asymmetric(4, -3, 12)
    // ⌊0.5 + 3⌉ is 4; ⌊0.5⌉ + 3 would be 3.
    #expect(quantizer.code(0.5) == 4)
    #expect(quantizer.code(1.5) == 4)
    #expect(quantizer.code(-0.5) == 2)
    #expect(quantizer.value(4) == 1)
  }

  @Test func `Codes beyond the ends are clamped`() {
    let quantizer = Self.asymmetric(4, -3, 12)
    #expect(quantizer.code(-100) == 0)
    #expect(quantizer.code(100) == 15)
    #expect(quantizer.code(12.5) == 15)
    #expect(quantizer.value(0) == -3)
    #expect(quantizer.value(15) == 12)
  }

  @Test func `A constant site has the least scale`() {
    #expect(UniformQuantizer.smallestScale == 1.1920929e-07)
    for constant in [0, 3, -3] as [Float] {
      #expect(Self.asymmetric(8, constant, constant).scales == [UniformQuantizer.smallestScale])
    }
    #expect(Self.asymmetric(8, 0, 0).zeroPoints == [0])
    #expect(Self.asymmetric(8, 3, 3).zeroPoints == [0])
    #expect(Self.asymmetric(8, -3, -3).zeroPoints == [255])
  }

  @Test func `The value is divided by the scale, not multiplied by its reciprocal`() {
    var generator = SeededGenerator(seed: 41)
    var tellingCount = 0
    for _ in 0..<20_000 {
      let scale = Float.random(in: 0.01...1, using: &generator)
      // Values at halves between codes, where the two formulas part.
      let x = (Float(Int.random(in: 0...14, using: &generator)) + 0.5) * scale
      let quantizer = UniformQuantizer(
        format: IntegerFormat(bits: 4, isSigned: false), scales: [scale], zeroPoints: [0])
      let divided = (x / scale).rounded(.toNearestOrEven)
      let multiplied = (x * (1 / scale)).rounded(.toNearestOrEven)
      if divided != multiplied { tellingCount += 1 }
      #expect(quantizer.code(x) == Int32(divided), "seed \(generator.seed), x \(x), scale \(scale)")
    }
    #expect(tellingCount > 100)
  }

  @Test func `A pair a channel`() {
    let quantizer = UniformQuantizer(asymmetric: 8, minima: [-51, 0], maxima: [204, 510])
    #expect(quantizer.scales == [1, 2])
    #expect(quantizer.zeroPoints == [51, 0])
    #expect(quantizer.code(10, channel: 0) == 61)
    #expect(quantizer.code(10, channel: 1) == 5)
    #expect(quantizer.value(61, channel: 0) == 10)
    #expect(quantizer.value(5, channel: 1) == 10)
  }

  @Test func `A weight's scale is its magnitude over half the codes`() {
    let weight = Tensor(
      shape: Shape([3, 4]), elements: [127.5, -127.5, 0.5, 1.5, 255, -10, 2, 3, 0, 0, 0, 0])
    let channels = UniformQuantizer(symmetric: 8, weight: weight, granularity: .channelWise)
    #expect(channels.format == IntegerFormat(bits: 8, isSigned: true))
    #expect(channels.scales == [1, 2, UniformQuantizer.smallestScale])
    #expect(channels.zeroPoints == [0, 0, 0])
    // The positive end rounds to 128 and is clamped; the negative end is −127.5, whose even neighbour is −128.
    #expect(weight.elements[0..<4].map { channels.code($0) } == [127, -128, 0, 2])
    #expect(channels.code(3, channel: 1) == 2)

    let whole = UniformQuantizer(symmetric: 8, weight: weight, granularity: .layerWise)
    #expect(whole.scales == [2])
    #expect(UniformQuantizer(symmetric: 4, weight: weight, granularity: .layerWise).scales == [Float(255) / 7.5])
  }

  @Test(arguments: IntegerFormat.widths)
  func `Within the range no value moves by more than half a scale`(bits: Int) {
    var generator = SeededGenerator(seed: 100 + UInt64(bits))
    for _ in 0..<200 {
      let minimum = -Float.random(in: 0.01...10, using: &generator)
      let maximum = Float.random(in: 0.01...10, using: &generator)
      let quantizer = Self.asymmetric(bits, minimum, maximum)
      for _ in 0..<20 {
        let x = Float.random(in: minimum...maximum, using: &generator)
        let error = abs(quantizer.value(quantizer.code(x)) - x)
        // At the ends the rounded zero point takes up to another half.
        #expect(error <= quantizer.scales[0] * 1.001, "seed \(generator.seed), \(x) in \(minimum)…\(maximum)")
      }
    }
  }

  @Test func `Every code is its own value's code`() {
    var generator = SeededGenerator(seed: 7)
    for bits in IntegerFormat.widths {
      let quantizer = Self.asymmetric(bits, -Float.random(in: 0...5, using: &generator), 5)
      for code in Int32(quantizer.format.minimum)...Int32(quantizer.format.maximum) {
        #expect(quantizer.code(quantizer.value(code)) == code, "seed \(generator.seed), \(bits) bits")
      }
    }
  }
}
