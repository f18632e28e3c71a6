import Graphs
import Kernels

/// From the codes of queries, keys and values to those of the context, window by window.
struct IntegerAttention: Sendable {
  var products: AttentionCodes
  let sites: AttentionCodes.Sites
  let shape: AttentionShape
  let bias: AttentionCodes.Bias?
  let mask: WindowMask?
  /// The node of the scores' site, and of the biased scores'.
  let scores: Int
  let biasedScores: Int?
}
