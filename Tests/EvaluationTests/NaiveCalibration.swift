import Evaluation
import Foundation
import Quantization

/// Calibration by its definition, from the values that a site saw.
enum NaiveCalibration {
  static func extremes(_ values: [[Float]]) -> (minimum: Float, maximum: Float) {
    (values.joined().min()!, values.joined().max()!)
  }

  /// Linear interpolation at rank q · (n − 1).
  static func quantile(_ q: Double, _ values: [[Float]]) -> Double {
    let sorted = values.joined().sorted()
    let rank = q * Double(sorted.count - 1)
    let index = Int(rank)
    let next = min(index + 1, sorted.count - 1)
    return Double(sorted[index]) + (rank - Double(index)) * (Double(sorted[next]) - Double(sorted[index]))
  }

  static func batches(_ values: [[Float]], of size: Int) -> [[[Float]]] {
    stride(from: 0, to: values.count, by: size).map { Array(values[$0..<min($0 + size, values.count)]) }
  }

  /// First value, then a hundredth of the way to each next.
  static func average(_ values: [Double]) -> Double {
    values.dropFirst().reduce(values[0]) { $0 + 0.01 * ($1 - $0) }
  }

  static func squaredError(_ values: [[Float]], channels: Int, _ quantizer: UniformQuantizer) -> Double {
    let isWhole = quantizer.scales.count == 1
    return values.reduce(0) { total, image in
      image.indices.reduce(total) { total, index in
        let channel = isWhole ? 0 : index % channels
        let difference = Double(
          quantizer.value(quantizer.code(image[index], channel: channel), channel: channel) - image[index])
        return total + difference * difference
      }
    }
  }

  /// The first of the 90 shrunken ranges with the least error.
  static func omse(_ values: [[Float]], bits: Int, minimum: Float, maximum: Float) -> (minimum: Float, maximum: Float) {
    var best: (error: Double, range: (Float, Float)) = (.infinity, (0, 0))
    for step in 0..<90 {
      let factor = Float(1 - 0.01 * Double(step))
      let range = (minimum * factor, maximum * factor)
      let quantizer = UniformQuantizer(asymmetric: bits, minima: [range.0], maxima: [range.1])
      let error = squaredError(values, channels: 1, quantizer)
      if error < best.error { best = (error, range) }
    }
    return best.range
  }

  /// α of each channel: the first of 0…3 with the least error on `values`.
  static func exponents(_ values: [[Float]], channels: Int, bits: Int, minimum: Float, maximum: Float) -> [UInt8] {
    let base = PowersOfTwoScaleQuantizer.base(bits: bits, minimum: minimum, maximum: maximum)
    return (0..<channels).map { channel in
      let own = values.map { image in stride(from: channel, to: image.count, by: channels).map { image[$0] } }
      let errors = (0...3).map { exponent in
        squaredError(
          own, channels: 1,
          UniformQuantizer(
            format: IntegerFormat(bits: bits, isSigned: false), scales: [base.scale * Float(1 << exponent)],
            zeroPoints: [base.zeroPoint]))
      }
      return UInt8(errors.firstIndex(of: errors.min()!)!)
    }
  }
}
