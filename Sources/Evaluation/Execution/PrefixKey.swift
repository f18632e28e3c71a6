import Quantization

/// All that decides the codes at one point of a network: the schemes and quantizers of the sites up to there.
package struct PrefixKey: Hashable, Sendable {
  package let node: Int
  /// The only row that was computed; nil for all.
  let row: Int?
  let quantizers: [Quantizer]
  let weightSchemes: [QuantizationScheme]
}
