package import Evaluation

/// What a look into the networks found, or the line that says why it could not.
package enum ProbeAnswer: Sendable {
  case attention(AttentionMap)
  case accumulatedErrors(AccumulatedErrors)
  case failed(String)
}
