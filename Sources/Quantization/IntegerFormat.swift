/// The integers that a quantizer's codes are drawn from.
///
/// | format | minimum | maximum |
/// | --- | --- | --- |
/// | 8 bits unsigned | 0 | 255 |
/// | 4 bits signed | −8 | 7 |
package struct IntegerFormat: Hashable, Sendable {
  package static let widths = 2...8

  package let bits: Int
  package let isSigned: Bool

  package init(bits: Int, isSigned: Bool) {
    precondition(Self.widths.contains(bits), "a code has 2 to 8 bits, not \(bits)")
    self.bits = bits
    self.isSigned = isSigned
  }

  package var minimum: Int { isSigned ? -(1 << (bits - 1)) : 0 }
  package var maximum: Int { isSigned ? (1 << (bits - 1)) - 1 : (1 << bits) - 1 }
  package var levelCount: Int { 1 << bits }
}
