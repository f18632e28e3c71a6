import Quantization
import Testing

@Suite struct SiteRoleTests {
  /// Which kinds of scheme are defined where.
  @Test(arguments: SiteRole.allCases)
  func `Schemes that a role allows`(role: SiteRole) {
    for scheme in QuantizationSchemeTests.all {
      let expected: Bool =
        switch scheme {
        case .float, .uniform(_, .layerWise): true
        case .uniform(_, .channelWise): ![.image, .scores, .attention, .positionBias, .biasedScores].contains(role)
        case .powersOfTwoScale: [.normInput, .embeddedNormInput].contains(role)
        case .log2, .logIntSoftmax: role == .attention
        }
      #expect(role.allows(scheme) == expected, "\(scheme) at \(role)")
    }
  }
}
