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

  package var levelCount: Int { IntegerFormat(bits: bits, isSigned: false).levelCount }
}
