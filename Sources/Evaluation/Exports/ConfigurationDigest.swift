import Digests
package import Graphs
package import Models
package import Quantization

extension QuantizationConfiguration {
  /// Digest of the choice at every site: equal for configurations that choose the same, however they came about.
  package func digest(for graph: Graph) -> String {
    let lines = graph.sites.map { "\($0.id) \(scheme(at: $0))" }
    return Digest(of: (["observer \(observer.rawValue)"] + lines).joined(separator: "\n")).description
  }
}
