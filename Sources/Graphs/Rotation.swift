/// Rotary positions: pairs of a head's channels turned by angles that depend on the token.
///
/// Source: RoFormer, arXiv 2104.09864; two-dimensional as in EVA-02, arXiv 2303.11331.
package struct Rotation: Sendable, Hashable {
  package enum Pairing: Sendable, Hashable {
    /// Channels 2i and 2i + 1.
    case neighbours
    /// Channels i and i + D / 2.
    case halves
  }

  package let headDimension: Int
  package let pairing: Pairing
  /// Rows from the first that are left as they are: class token and registers.
  package let prefixCount: Int
  /// [rows − prefixCount, headDimension].
  package let cosines: [Float]
  package let sines: [Float]
  /// The columns that are turned; the others pass.
  package let columns: Range<Int>

  package init(
    headDimension: Int, pairing: Pairing, prefixCount: Int, cosines: [Float], sines: [Float], columns: Range<Int>
  ) {
    self.headDimension = headDimension
    self.pairing = pairing
    self.prefixCount = prefixCount
    self.cosines = cosines
    self.sines = sines
    self.columns = columns
  }
}
