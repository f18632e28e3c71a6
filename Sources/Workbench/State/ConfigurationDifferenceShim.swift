import Models
import Quantization

extension QuantizationConfiguration {
  func difference(from other: QuantizationConfiguration, in graph: ModelGraph) -> String {
    var parts: [String] = []
    if observer != other.observer { parts.append("observer \(observer.rawValue)") }
    for site in graph.sites where scheme(at: site) != other.scheme(at: site) {
      parts.append("\(scheme(at: site).title) \(site.id)")
    }
    return parts.isEmpty ? "no change" : parts.joined(separator: ", ")
  }
}

struct ConfigurationStatement {
  let line: String
  init(_ configuration: QuantizationConfiguration, graph: ModelGraph) {
    line = ConfigurationSummary(configuration, graph: graph).text
  }
}
