package import Quantization

extension QuantizationConfiguration {
  /// What is wrong with this configuration for `graph`, nil where nothing is.
  package func problem(for graph: Graph) -> QuantizationError? {
    guard schemaVersion == Self.currentSchemaVersion else {
      return .schemaVersion(found: schemaVersion, supported: Self.currentSchemaVersion)
    }
    for (id, scheme) in overrides.sorted(by: { $0.key < $1.key }) {
      guard let site = graph.site(id) else { return .unknownSite(id) }
      guard site.role.allows(scheme) else { return .schemeNotDefined(scheme, at: id, role: site.role) }
    }
    for attention in graph.attentions {
      guard let probabilities = graph.site(attention.probabilities), let scores = graph.site(attention.scores) else {
        continue
      }
      if case .logIntSoftmax = scheme(at: probabilities), scheme(at: scores) == .float {
        return .logIntSoftmaxNeedsUniformScores(attention: attention.probabilities, scores: attention.scores)
      }
    }
    return nil
  }
}

extension QuantizationConfiguration {
  /// The paper's method, with which every command begins: the base, PTS at every LayerNorm, LIS at every attention.
  package static func fullMethod(for graph: Graph) -> QuantizationConfiguration {
    var configuration = QuantizationConfiguration.base
    for site in graph.sites {
      if site.role.isNormInput { configuration.set(.powersOfTwoScale(bits: 8), at: site) }
      if site.role == .attention { configuration.set(.logIntSoftmax(bits: 4), at: site) }
    }
    return configuration
  }
}
