package import Graphs
package import Models
package import Quantization

/// The quantizer of every activation site of a configuration: what a plan is compiled from.
package struct QuantizerTable: Hashable, Sendable {
  private let quantizers: [SiteID: Quantizer]
  /// How they were calibrated; a plan of `reference` ones also computes as the authors' program.
  package let mode: CalibrationOptions.Mode

  package init(quantizers: [SiteID: Quantizer], mode: CalibrationOptions.Mode) {
    self.quantizers = quantizers
    self.mode = mode
  }

  package subscript(site: SiteID) -> Quantizer { quantizers[site] ?? .float }

  /// The quantizers that `calibration` gives to `configuration`.
  package init(
    configuration: QuantizationConfiguration, calibration: Calibration, graph: Graph
  ) throws(EvaluationError) {
    if let problem = configuration.problem(for: graph) { throw .configuration(problem) }
    let scoresOfAttention = Dictionary(
      uniqueKeysWithValues: graph.attentions.map { ($0.probabilities, $0.scores) })
    var quantizers: [SiteID: Quantizer] = [:]
    for site in graph.activationSites {
      let scheme = configuration.scheme(at: site)
      var scoreScale: Float?
      if let scores = scoresOfAttention[site.id].flatMap(graph.site),
        case .uniform(let quantizer)? = calibration.quantizer(
          for: configuration.scheme(at: scores), at: scores.id)
      {
        scoreScale = quantizer.scales[0]
      }
      guard let quantizer = calibration.quantizer(for: scheme, at: site.id, scoreScale: scoreScale) else {
        throw .calibrationMissing(site: site.id, scheme: scheme)
      }
      quantizers[site.id] = quantizer
    }
    self.init(quantizers: quantizers, mode: calibration.options.mode)
  }

  /// Every site in float.
  package static let float = QuantizerTable(quantizers: [:], mode: .default)
}
