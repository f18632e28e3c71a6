package import Graphs
package import Models
package import Quantization

/// What a view wants to know that takes a look into the running networks.
package enum ProbeRequest: Hashable, Sendable {
  case attention(Graph.AttentionSite, image: Int, QuantizationConfiguration)
  case accumulatedErrors(QuantizationConfiguration)
}
