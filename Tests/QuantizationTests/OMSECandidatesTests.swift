import Quantization
import Testing

@Suite struct OMSECandidatesTests {
  private let candidates = OMSECandidates(bits: 8, minimum: -51, maximum: 204)

  @Test func `Ninety ranges, from the whole one inward by hundredths`() {
    #expect(candidates.ranges.count == 90)
    #expect(candidates.ranges[0] == (-51, 204))
    #expect(candidates.ranges[50] == (-25.5, 102))
    for (step, range) in candidates.ranges.enumerated() {
      let factor = 1 - Double(step) / 100
      #expect(abs(Double(range.minimum) + 51 * factor) < 1e-5)
      #expect(abs(Double(range.maximum) - 204 * factor) < 2e-5)
    }
    for (wide, narrow) in zip(candidates.ranges, candidates.ranges.dropFirst()) {
      #expect(narrow.minimum > wide.minimum && narrow.maximum < wide.maximum)
    }
  }

  @Test func `A candidate's quantizer spans its range`() {
    #expect(candidates.quantizer(0) == UniformQuantizer(asymmetric: 8, minima: [-51], maxima: [204]))
    #expect(candidates.quantizer(50).scales == [0.5])
    #expect(candidates.quantizer(50).zeroPoints == [51])
    #expect(OMSECandidates(bits: 4, minimum: -3, maximum: 12).quantizer(0).scales == [1])
  }
}
