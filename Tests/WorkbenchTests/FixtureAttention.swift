import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import TestSupport

/// Invented attention distributions: a hump in the small probabilities, a little near 1.
enum FixtureAttention {
  static func statistics(_ attention: Graph.AttentionSite, seed: UInt64) -> AttentionStatistics {
    var generator = SeededGenerator(seed: seed)
    let counts = (0..<attention.headCount).map { head -> [UInt64] in
      let centre = -5.5 - Double(head) + Double(generator.normal()) * 0.3
      return (0..<AttentionStatistics.binCount).map { bin in
        let exponent = exponent(bin)
        let body = exp(-pow((exponent - centre) / 2.2, 2) / 2)
        let top = 0.04 * exp(-pow((exponent + 0.6) / 0.5, 2) / 2)
        return UInt64(40_000 * (body + top) * (lowerEnd(bin + 1) - lowerEnd(bin)) * 32)
      }
    }
    let schemes: [QuantizationScheme] = [
      .layerWise(8), .layerWise(4), .log2(bits: 4), .logIntSoftmax(bits: 4),
    ]
    let byScheme = schemes.map { scheme in (scheme, counts.map { levels(scheme, $0) }) }
    return AttentionStatistics(
      site: attention.probabilities, counts: counts, zeroCounts: counts.map { _ in 17 },
      levels: Dictionary(uniqueKeysWithValues: byScheme))
  }

  private static func exponent(_ bin: Int) -> Double {
    (lowerEnd(bin) + lowerEnd(bin + 1)) / 2
  }

  /// Bins are equally wide within an octave.
  private static func lowerEnd(_ bin: Int) -> Double {
    Double(bin / 32 - 64) + log2(1 + Double(bin % 32) / 32)
  }

  private static func levels(_ scheme: QuantizationScheme, _ counts: [UInt64]) -> AttentionStatistics.Levels {
    let bits = scheme.bits ?? 8
    let isUniform = if case .uniform = scheme { true } else { false }
    let top = Float((1 << bits) - 1)
    let values: [Float] =
      isUniform
      ? (0...Int(top)).reversed().map { Float($0) / top } : (0..<(1 << bits)).map { pow(2, -Float($0)) } + [0]
    var onLevel = [UInt64](repeating: 0, count: values.count)
    var lost = 0.0
    var mass = 0.0
    for (bin, count) in counts.enumerated() where count > 0 {
      let exponent = exponent(bin)
      let probability = pow(2, exponent)
      let index =
        isUniform
        ? values.count - 1 - Int((Float(probability) * top).rounded(.toNearestOrEven))
        : min(Int((-exponent).rounded(.toNearestOrEven)), values.count - 1)
      onLevel[index] += count
      mass += probability * Double(count)
      if values[index] == 0 { lost += probability * Double(count) }
    }
    return .init(values: values, counts: onLevel, massToZero: lost / mass)
  }
}
