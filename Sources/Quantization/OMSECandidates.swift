/// The 90 shrunken ranges that the OMSE observer tries at a site, widest first.
package struct OMSECandidates: Sendable {
  package static let count = 90

  package let bits: Int
  package let ranges: [(minimum: Float, maximum: Float)]

  package init(bits: Int, minimum: Float, maximum: Float) {
    self.bits = bits
    ranges = (0..<Self.count).map { step in
      // The factor is a double in the authors' program and meets the 32-bit range as one.
      let factor = Float(1 - Double(step) * 0.01)
      return (minimum * factor, maximum * factor)
    }
  }

  package func quantizer(_ index: Int) -> UniformQuantizer {
    UniformQuantizer(asymmetric: bits, minima: [ranges[index].minimum], maxima: [ranges[index].maximum])
  }

}
