internal import CKernels
package import Quantization

/// LayerNorm in integers on the codes of a Powers-of-Two Scale site. Source: arXiv 2111.13824, section 3.2.
///
/// With X' the codes less their zero point, shifted to the smallest scale s that occurs, and output scale s_o:
///
///     μ = mean(X') · s        σ = (s / C) · sqrt(C · ΣX'² − (ΣX')²)
///     A = (s / σ) · γ / s_o   N = clamp(7 − ⌊log2 |A|⌋, 0, 31)   M = clamp(⌊|A| · 2^N⌋, 0, 255)
///     B = ⌊(β − (μ / σ) · γ) / s_o · 2^N⌉
///     Y = ⌊(sign(A) · M · X' + B) / 2^N⌉
///
/// μ, σ, A and the operand of B's rounding are float32; the rest is exact. A constant row, σ = 0, becomes ⌊β / s_o⌉.
package enum IntegerLayerNorm {
  /// A site's constants, made once.
  package struct Parameters: Hashable, Sendable {
    /// C · ΣX'² − (ΣX')² stays below 2⁶³ up to here.
    package static let mostChannels = 1 << 16

    package let weight: [Float]
    package let bias: [Float]
    package let outputScale: Float
    /// s · 2^α_c.
    package let channelScales: [Float]
    /// The smallest of `channelScales`.
    package let smallestScale: Float
    /// How many smallest scales a channel's scale is: 1, 2, 4 or 8.
    package let multiples: [Float]

    package init(input: PowersOfTwoScaleQuantizer, weight: [Float], bias: [Float], outputScale: Float) {
      let channels = input.exponents.count
      precondition((1...Self.mostChannels).contains(channels), "a LayerNorm has 1 to 65,536 channels")
      precondition(weight.count == channels && bias.count == channels, "a weight and a bias a channel")
      precondition(outputScale > 0 && input.scale > 0, "scales are positive")
      precondition(input.exponents.allSatisfy(PowersOfTwoScaleQuantizer.exponentRange.contains), "exponents are 0 to 3")
      let least = input.exponents.min() ?? 0
      self.weight = weight
      self.bias = bias
      self.outputScale = outputScale
      channelScales = input.channelScales
      smallestScale = input.scale * Float(1 << Int(least))
      multiples = input.exponents.map { Float(1 << Int($0 - least)) }
    }
  }

  /// Dequantized codes `[rows, channels]` to `Y · s_o`; `y` may be `x`.
  package static func run(
    _ x: UnsafePointer<Float>, _ parameters: Parameters, rows: Int, into y: UnsafeMutablePointer<Float>
  ) {
    withCParameters(parameters) { fq_integer_layer_norm(x, $0, rows, y) }
  }

  /// Codes of the input site `[rows, channels]` to `clamp(Y + zero point, 0, highest)`; exact, as `run` is.
  package static func runCodes(
    _ x: UnsafePointer<UInt8>, _ parameters: Parameters, inputZeroPoint: Int32, zeroPoint: Int32, highest: Float,
    rows: Int, into y: UnsafeMutablePointer<UInt8>
  ) {
    withCParameters(parameters) {
      fq_integer_layer_norm_codes(x, $0, Float(inputZeroPoint), Float(zeroPoint), highest, rows, y)
    }
  }

  /// The pointers are valid while `body` runs.
  static func withCParameters<Result>(
    _ parameters: Parameters, _ body: (UnsafePointer<fq_integer_layer_norm_parameters>) -> Result
  ) -> Result {
    parameters.channelScales.withUnsafeBufferPointer { scales in
      parameters.multiples.withUnsafeBufferPointer { multiples in
        parameters.weight.withUnsafeBufferPointer { weight in
          parameters.bias.withUnsafeBufferPointer { bias in
            var c = fq_integer_layer_norm_parameters(
              channels: scales.count, scales: scales.baseAddress, multiples: multiples.baseAddress,
              smallest_scale: parameters.smallestScale, weight: weight.baseAddress, bias: bias.baseAddress,
              output_scale: parameters.outputScale)
            return body(&c)
          }
        }
      }
    }
  }
}
