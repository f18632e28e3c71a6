import Foundation

/// Levels at powers of two, for values from 0 to 1: `q = ⌊−log2 P⌉`, and exactly zero where `q ≥ 2^bits`.
package struct Log2Quantizer: Hashable, Sendable, Codable {
  package let bits: Int

  package init(bits: Int) { self.bits = bits }

  package var levelCount: Int { IntegerFormat(bits: bits, isSigned: false).levelCount }

  /// Nil where the value is dropped to zero.
  package func code(_ probability: Float) -> Int? {
    // The logarithm of a double, rounded to 32 bits, is the correctly rounded one whatever the C library.
    let exponent = RoundingRule.halfToEven(-Float(Foundation.log2(Double(probability))))
    return exponent >= Float(levelCount) ? nil : Int(Swift.max(exponent, 0))
  }

  package func value(_ code: Int?) -> Float {
    code.map { Float(sign: .plus, exponent: -$0, significand: 1) } ?? 0
  }
}
