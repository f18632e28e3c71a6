/// Log-Int-Softmax: integer scores in, powers of two out, no float in between.
///
/// The constants are those of I-BERT's i-exp (arXiv 2101.01321) as the authors' program has them.
package struct LogIntSoftmaxQuantizer: Hashable, Sendable, Codable {
  package let bits: Int
  /// The scale of the integer scores.
  package let scoreScale: Float

  package init(bits: Int, scoreScale: Float) {
    self.bits = bits
    self.scoreScale = scoreScale
  }

  /// Whether the scale is so coarse that every exponential, and with them every probability, is zero.
  ///
  /// i-exp of the largest score is ⌊c / s²⌋ with c = 1 / 0.35815147, so from s = 1.671 on nothing is left of it; steps that
  /// wide have no remainder, so smaller scores fare no better.
  package var losesAllAttention: Bool { Float(1 / 0.35815147) / (scoreScale * scoreScale) < 1 }

  package var levelCount: Int { IntegerFormat(bits: bits, isSigned: false).levelCount }
}
