package import Graphs
package import Models
package import Quantization

/// One change of a configuration, decided but not yet made: the result and its name, or why it cannot be.
package struct ConfigurationEdit: Hashable, Sendable {
  package var configuration: QuantizationConfiguration
  /// What changes, as shown: `PTS on at blocks.4.norm2`.
  package var change: String

  /// Why an edit cannot be made, in words for the status line.
  package struct Refusal: Error, Hashable, Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }
  }

  /// Gives each of `sites` the scheme that `choose` makes of its present one.
  ///
  /// Refused where a scheme is not defined at a site, where LIS would lose its integer scores, or where nothing changes.
  package static func changing(
    _ sites: [SiteID], of configuration: QuantizationConfiguration, in graph: Graph, change: String,
    choose: (Site, QuantizationScheme) -> QuantizationScheme
  ) throws(Refusal) -> ConfigurationEdit {
    var edited = configuration
    for id in sites {
      guard let site = graph.site(id) else { continue }
      let scheme = choose(site, configuration.scheme(at: site))
      guard site.role.allows(scheme) else {
        throw Refusal(reason: "\(scheme) is not defined at \(id)")
      }
      edited.set(scheme, at: site)
    }
    guard edited != configuration else { throw Refusal(reason: "nothing changes: it is already so") }
    if let attention = edited.attentionWithoutIntegerScores(in: graph) {
      throw Refusal(
        reason: "\(attention.probabilities): LIS needs integer scores, and \(attention.scores) would be float")
    }
    return ConfigurationEdit(configuration: edited, change: change)
  }
}

extension QuantizationConfiguration {
  package func scheme(at id: SiteID, in graph: Graph) -> QuantizationScheme {
    graph.site(id).map(scheme(at:)) ?? .float
  }

  /// The first attention that uses LIS over scores that are not uniform.
  package func attentionWithoutIntegerScores(in graph: Graph) -> Graph.AttentionSite? {
    graph.attentions.first { attention in
      guard case .logIntSoftmax = scheme(at: attention.probabilities, in: graph) else { return false }
      if case .uniform = scheme(at: attention.scores, in: graph) { return false }
      return true
    }
  }
}

extension SiteRole {
  /// What a site of this role becomes when it is quantized again after float.
  package func quantized(in configuration: QuantizationConfiguration) -> QuantizationScheme {
    let usual = configuration.defaultScheme(of: self)
    if usual != .float { return usual }
    return self == .weight ? .channelWise(8) : .layerWise(8)
  }
}

extension QuantizationScheme {
  /// The name that a person reads: `PTS 8 bit`, `uniform 4 bit`, `LIS 4 bit`.
  package var title: String {
    switch self {
    case .float: "float"
    case .uniform(let bits, .layerWise): "uniform \(bits) bit"
    case .uniform(let bits, let granularity): "uniform \(bits) bit \(granularity.rawValue)"
    case .powersOfTwoScale(let bits): "PTS \(bits) bit"
    case .log2(let bits): "log2 \(bits) bit"
    case .logIntSoftmax(let bits): "LIS \(bits) bit"
    }
  }
}
