import Quantization
import Testing

@Suite struct PowersOfTwoScaleQuantizerTests {
  /// s₈ = (max − min) / (2^bits − 1), s = s₈ / 8; the zero point is that of s₈.
  @Test(
    arguments: [
      (8, -51, 204, 0.125, 51), (8, 0, 510, 0.25, 0), (8, -510, 0, 0.25, 255), (4, -3, 12, 0.125, 3),
      (8, 10, 265, 0.125, 0),
    ] as [(Int, Float, Float, Float, Int32)])
  func `Base scale and zero point`(bits: Int, minimum: Float, maximum: Float, scale: Float, zeroPoint: Int32) {
    let base = PowersOfTwoScaleQuantizer.base(bits: bits, minimum: minimum, maximum: maximum)
    #expect(base.scale == scale)
    #expect(base.zeroPoint == zeroPoint)
  }

  @Test func `A constant site has the least scale`() {
    let base = PowersOfTwoScaleQuantizer.base(bits: 8, minimum: 0, maximum: 0)
    #expect(base.scale == UniformQuantizer.smallestScale / 8)
    #expect(base.zeroPoint == 0)
  }

  @Test func `Each exponent doubles the scale; the zero point stays`() {
    let quantizer = PowersOfTwoScaleQuantizer(bits: 8, scale: 0.125, zeroPoint: 51, exponents: [0, 1, 2, 3, 0])
    #expect(quantizer.channelScales == [0.125, 0.25, 0.5, 1, 0.125])
    #expect(quantizer.scale(ofChannel: 2) == 0.5)
    let uniform = quantizer.uniform
    #expect(uniform.scales == quantizer.channelScales)
    #expect(uniform.zeroPoints == [51, 51, 51, 51, 51])
    #expect(uniform.format == IntegerFormat(bits: 8, isSigned: false))
    // ⌊1 / 0.5 + 51⌉
    #expect(uniform.code(1, channel: 2) == 53)
    // The widest channel spans the whole range with exponent 3.
    #expect(uniform.value(0, channel: 3) == -51)
    #expect(uniform.value(255, channel: 3) == 204)
  }
}
