import Kernels
import Quantization
import TestSupport
import Testing

/// Exact: integers in floats wide enough against integers.
@Suite struct IntegerLayerNormTests {
  struct Case: CustomStringConvertible {
    let sample: Sample
    let scale: Float
    let outputScale: Float
    let mostExponent: UInt8
    var description: String { "\(sample), scale \(scale), output scale \(outputScale), exponents to \(mostExponent)" }
  }

  static let cases = Sample.all.flatMap { sample in
    [
      Case(sample: sample, scale: 1e-4, outputScale: 1e-4, mostExponent: 3),
      Case(sample: sample, scale: 0.01, outputScale: 0.03, mostExponent: 3),
      Case(sample: sample, scale: 0.02, outputScale: 10, mostExponent: 0),
      Case(sample: sample, scale: 10, outputScale: 0.05, mostExponent: 1),
    ]
  }

  @Test(arguments: cases) func isTheTwin(_ test: Case) {
    let (x, parameters) = Self.site(test)
    let fast = x.mapped { IntegerLayerNorm.run($0, parameters, rows: test.sample.rows, into: $0) }
    let channels = test.sample.channels
    let expected = (0..<test.sample.rows).flatMap {
      Reference.integerLayerNorm(Array(x[$0 * channels..<($0 + 1) * channels]), parameters)
    }
    #expect(fast == expected, "\(test)")
  }

  @Test func aConstantRowBecomesTheBias() {
    let input = PowersOfTwoScaleQuantizer(bits: 8, scale: 0.5, zeroPoint: 0, exponents: [0, 0, 1])
    let parameters = IntegerLayerNorm.Parameters(
      input: input, weight: [1, 1, 1], bias: [0.6, -1.4, 2.5], outputScale: 1)
    let y = [Float](repeating: 3, count: 6).mapped { IntegerLayerNorm.run($0, parameters, rows: 2, into: $0) }
    #expect(y == [1, -1, 2, 1, -1, 2])
  }

  @Test func isNearTheFloatNorm() {
    let sample = Sample(rows: 20, channels: 192, spread: 1, seed: 31)
    let (x, parameters) = Self.site(Case(sample: sample, scale: 0.01, outputScale: 0.03, mostExponent: 2))
    let y = x.mapped { IntegerLayerNorm.run($0, parameters, rows: 20, into: $0) }
    for row in 0..<20 {
      let range = row * 192..<(row + 1) * 192
      let values = Array(x[range])
      let expected = Reference.layerNorm(values, weight: parameters.weight, bias: parameters.bias, epsilon: 0)
      let mean = values.reduce(0) { $0 + Double($1) } / 192
      let deviation = (values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 192).squareRoot()
      for (index, c) in range.enumerated() {
        // Half an output step each for Y and for B, and the slope's eight bits: 1/128 of its part, γ · x / σ.
        let slopePart = abs(Double(parameters.weight[index]) * Double(values[index]) / deviation)
        #expect(abs(Double(y[c]) - expected[index]) <= 0.03 + slopePart / 128, "row \(row), \(sample)")
      }
    }
  }

  /// Y is at most 2⁵¹ + 2²³ in magnitude whatever comes in, so that it stays an integer that a double holds.
  @Test func hostileValuesStayInRange() {
    let exponents = [UInt8](repeating: 1, count: hostileValues.count)
    let ones = [Float](repeating: 1, count: hostileValues.count)
    let input = PowersOfTwoScaleQuantizer(bits: 8, scale: 0.1, zeroPoint: 0, exponents: exponents)
    let parameters = IntegerLayerNorm.Parameters(input: input, weight: hostileValues, bias: ones, outputScale: 0.1)
    let y = hostileValues.mapped { IntegerLayerNorm.run($0, parameters, rows: 1, into: $0) }
    for (index, value) in y.enumerated() {
      #expect(abs(value) <= Float((0x1p51 + 0x1p23) * 0.1), "channel \(index), weight \(hostileValues[index])")
    }
  }

  /// Dequantized codes less a zero point, the first row constant, and weights of both signs, one in nine zero.
  static func site(_ test: Case) -> (x: [Float], IntegerLayerNorm.Parameters) {
    var generator = SeededGenerator(seed: test.sample.seed)
    let channels = test.sample.channels
    let exponents = (0..<channels).map { _ in UInt8.random(in: 0...test.mostExponent, using: &generator) }
    let input = PowersOfTwoScaleQuantizer(bits: 8, scale: test.scale, zeroPoint: 100, exponents: exponents)
    let weight = (0..<channels).map { $0 % 9 == 4 ? 0 : generator.normal() * 2 }
    let bias = (0..<channels).map { _ in generator.normal() }
    let x = (0..<test.sample.count).map { index -> Float in
      let code = index < channels && test.sample.rows > 1 ? 3 : Int32.random(in: -100...155, using: &generator)
      return Float(code) * input.scale(ofChannel: index % channels)
    }
    return (
      x, IntegerLayerNorm.Parameters(input: input, weight: weight, bias: bias, outputScale: test.outputScale)
    )
  }
}
