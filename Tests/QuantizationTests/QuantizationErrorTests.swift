import Quantization
import Testing

@Suite struct QuantizationErrorTests {
  /// What the user reads; each names the site or the version.
  @Test(
    arguments: [
      (
        .unknownSite(SiteID("blocks.99.norm1.output")),
        "the configuration names the site 'blocks.99.norm1.output', which this model does not have"
      ),
      (
        .schemeNotDefined(.powersOfTwoScale(bits: 8), at: SiteID("head"), role: .weight),
        "'pts8' is not defined at head (weight); choose one that is"
      ),
      (.schemaVersion(found: 2, supported: 1), "schemaVersion 2 is not supported; this program reads version 1"),
      (
        .logIntSoftmaxNeedsUniformScores(attention: SiteID("a"), scores: SiteID("s")),
        "a uses LIS, which needs integer scores: quantize s uniformly, or take LIS off"
      ),
    ] as [(QuantizationError, String)])
  func `Messages`(error: QuantizationError, message: String) {
    #expect(error.description == message)
  }
}
