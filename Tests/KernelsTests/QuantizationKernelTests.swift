import Foundation
import Kernels
import Quantization
import TestSupport
import Testing

/// Exact: the kernels give the very floats of the definitions in `Quantization`.
@Suite struct QuantizationKernelTests {
  static let formats = (2...8).flatMap { bits in
    [IntegerFormat(bits: bits, isSigned: false), IntegerFormat(bits: bits, isSigned: true)]
  }
  static let scales: [Float] = [1e-4, 0.0037, 0.125, 1, 10]

  static let values = Sample.all.map { ($0, Array($0.values().prefix(500))) }

  @Test(arguments: formats) func onePairATensor(format: IntegerFormat) {
    for (sample, x) in Self.values {
      for (index, scale) in Self.scales.enumerated() {
        let zeroPoint = Int32(format.minimum + index * (format.maximum - format.minimum) / (Self.scales.count - 1))
        let quantizer = UniformQuantizer(format: format, scales: [scale], zeroPoints: [zeroPoint])
        #expect(
          bits(quantized(x, quantizer)) == bits(Reference.quantizeDequantize(x, channels: 1, quantizer)),
          "\(format), scale \(scale), zero point \(zeroPoint), \(sample)")
        #expect(codes(x, quantizer) == Reference.codes(x, channels: 1, quantizer))
      }
    }
  }

  @Test func everyCodeAndEveryHalfBetweenCodes() {
    for format in Self.formats {
      let zeroPoint = Int32(format.isSigned ? 0 : format.maximum / 2)
      let quantizer = UniformQuantizer(format: format, scales: [0.25], zeroPoints: [zeroPoint])
      let x = (-600...600).map { Float($0) * 0.125 }
      #expect(codes(x, quantizer) == Reference.codes(x, channels: 1, quantizer), "\(format)")
      #expect(Set(codes(x, quantizer)).count == format.levelCount)
    }
  }

  @Test func aPairAChannel() {
    for sample in Sample.all {
      var generator = SeededGenerator(seed: sample.seed)
      let scales = (0..<sample.channels).map { _ in Float.random(in: 1e-4...0.1, using: &generator) }
      let zeroPoints = (0..<sample.channels).map { _ in Int32.random(in: 0...255, using: &generator) }
      let format = IntegerFormat(bits: 8, isSigned: false)
      let quantizer = UniformQuantizer(format: format, scales: scales, zeroPoints: zeroPoints)
      let floatZeroPoints = zeroPoints.map(Float.init)
      let x = sample.values()
      let fast = x.mapped {
        QuantizationKernels.quantizeDequantize(
          $0, rows: sample.rows, channels: sample.channels, scales: scales, zeroPoints: floatZeroPoints,
          format: format)
      }
      #expect(
        bits(fast) == bits(Reference.quantizeDequantize(x, channels: sample.channels, quantizer)), "\(sample)")
      var fastCodes = [Int32](repeating: -1, count: x.count)
      QuantizationKernels.codes(
        x, rows: sample.rows, channels: sample.channels, scales: scales, zeroPoints: floatZeroPoints, format: format,
        into: &fastCodes)
      #expect(fastCodes == Reference.codes(x, channels: sample.channels, quantizer), "\(sample)")
    }
  }

  @Test func hostileValuesGetACode() {
    for format in Self.formats {
      let quantizer = UniformQuantizer(format: format, scales: [0.1], zeroPoints: [0])
      let found = codes(hostileValues, quantizer)
      #expect(found.allSatisfy { (format.minimum...format.maximum).contains(Int($0)) })
      #expect(found[0] == Int32(format.minimum) && found[1] == Int32(format.maximum))
    }
  }

  @Test(arguments: 2...8) func log2IsTheDefinition(bits: Int) {
    var generator = SeededGenerator(seed: 20)
    var p: [Float] = [0, 1, 1.5, 2, -1, .nan, .infinity, .leastNonzeroMagnitude, .leastNormalMagnitude]
    for exponent in 0..<149 {
      let power = Float(sign: .plus, exponent: -exponent, significand: 1)
      // The step is near √2 times a power; the floats around it include all that share the float32 half.
      var edge = power * Float(0.5).squareRoot()
      for _ in 0..<64 { edge = edge.nextDown }
      for _ in 0..<128 {
        p.append(edge)
        edge = edge.nextUp
      }
      p += (0..<20).map { _ in power * Float.random(in: 0.5..<1, using: &generator) }
    }
    let fast = p.mapped { QuantizationKernels.log2($0, count: p.count, bits: bits) }
    let expected = p.map { Reference.log2(Float($0), bits: bits) }
    #expect(fast == expected, "\(bits) bits, seed 20")
  }

  @Test func log2AgreesWithTheQuantizer() {
    let quantizer = Log2Quantizer(bits: 4)
    var generator = SeededGenerator(seed: 21)
    let p = (0..<200_000).map { _ in Foundation.exp2(-Float.random(in: 0..<18, using: &generator)) }
    let fast = p.mapped { QuantizationKernels.log2($0, count: p.count, bits: 4) }
    #expect(fast == p.map { quantizer.value(quantizer.code($0)) }, "seed 21")
  }

  private func quantized(_ x: [Float], _ quantizer: UniformQuantizer) -> [Float] {
    x.mapped {
      QuantizationKernels.quantizeDequantize(
        $0, count: x.count, scale: quantizer.scales[0], zeroPoint: quantizer.zeroPoints[0], format: quantizer.format)
    }
  }

  private func codes(_ x: [Float], _ quantizer: UniformQuantizer) -> [Int32] {
    var codes = [Int32](repeating: .min, count: x.count)
    QuantizationKernels.codes(
      x, count: x.count, scale: quantizer.scales[0], zeroPoint: quantizer.zeroPoints[0], format: quantizer.format,
      into: &codes)
    return codes
  }
}
