import Foundation
import Quantization
import TestSupport
import Testing

@Suite struct Log2QuantizerTests {
  private let fourBits = Log2Quantizer(bits: 4)

  @Test func `Powers of two are their own exponents`() {
    for exponent in 0...15 {
      let power = Float(sign: .plus, exponent: -exponent, significand: 1)
      #expect(fourBits.code(power) == exponent)
      #expect(fourBits.value(exponent) == power)
    }
  }

  /// `⌊−log2 P⌉` at its edges; nil is a probability of zero.
  @Test(
    arguments: [
      (1, 0), (0.75, 0), (0.7072, 0), (0.707, 1), (0.36, 1), (0.35, 2), (0x1p-15, 15), (0x1.7p-16, 15),
      (0x1.6p-16, nil),
      (0x1p-16, nil), (0, nil), (1.0000001, 0), (1.9, 0), (.leastNonzeroMagnitude, nil),
    ] as [(Float, Int?)])
  func `Codes at the edges`(probability: Float, code: Int?) {
    #expect(fourBits.code(probability) == code)
  }

  @Test func `What is dropped is exactly zero`() {
    #expect(fourBits.value(nil) == 0)
    #expect(Log2Quantizer(bits: 2).code(0x1p-4) == nil)
    #expect(Log2Quantizer(bits: 2).code(0x1p-3) == 3)
    #expect(Log2Quantizer(bits: 8).code(.leastNonzeroMagnitude) == 149)
  }

  @Test func `Agrees with the logarithm in float64`() {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<5000 {
      let probability = Float.random(in: 0...1, using: &generator) * Float.random(in: 0...0.01, using: &generator)
      let exponent = -Foundation.log2(Double(probability))
      let expected = exponent.rounded(.toNearestOrEven)
      // The definition rounds the logarithm to 32 bits first, which matters next to a half only.
      guard abs(abs(exponent - exponent.rounded(.down)) - 0.5) > 1e-5 else { continue }
      #expect(
        fourBits.code(probability) == (expected >= 16 ? nil : Int(expected)), "seed \(generator.seed), \(probability)")
    }
  }
}
