package import Models
package import Quantization

/// A configuration in one line: `W8 A8 · PTS 21/25 · LIS 12/12@4`.
package struct ConfigurationSummary: Hashable, Sendable {
  package let weights: String
  package let activations: String
  package let powersOfTwoScaleCount: Int
  package let layerNormCount: Int
  package let logIntSoftmaxCount: Int
  package let attentionCount: Int
  /// The widths in use at the attentions with LIS.
  package let logIntSoftmaxBits: String
  package let observer: ObserverKind

  package init(_ configuration: QuantizationConfiguration, graph: ModelGraph) {
    func widths(_ sites: [SiteID]) -> String {
      Self.widths(sites.map { configuration.scheme(at: $0, in: graph) })
    }
    weights = "W" + widths(graph.sites.filter { $0.role == .weight }.map(\.id))
    activations = "A" + widths(graph.activationSites.filter { $0.role != .attention }.map(\.id))
    let norms = graph.layerNorms.map { configuration.scheme(at: $0.input, in: graph) }
    let attentions = graph.attentions.map { configuration.scheme(at: $0.probabilities, in: graph) }
    powersOfTwoScaleCount = norms.count(where: \.isPowersOfTwoScale)
    layerNormCount = norms.count
    logIntSoftmaxCount = attentions.count(where: \.isLogIntSoftmax)
    attentionCount = attentions.count
    logIntSoftmaxBits = Self.widths(attentions.filter(\.isLogIntSoftmax))
    observer = configuration.observer
  }

  package var text: String {
    let lis = logIntSoftmaxCount == 0 ? "" : "@\(logIntSoftmaxBits)"
    return "\(weights) \(activations) · PTS \(powersOfTwoScaleCount)/\(layerNormCount)"
      + " · LIS \(logIntSoftmaxCount)/\(attentionCount)\(lis)"
      + (observer == .minmax ? "" : " · \(observer.rawValue)")
  }

  /// `8` where all agree, `4-8` where not, `32` for float.
  private static func widths(_ schemes: [QuantizationScheme]) -> String {
    let bits = Set(schemes.map { $0.bits ?? 32 })
    guard let least = bits.min(), let most = bits.max() else { return "-" }
    return least == most ? "\(least)" : "\(least)-\(most)"
  }
}
