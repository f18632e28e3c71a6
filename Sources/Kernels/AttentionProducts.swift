internal import COneDNN

/// The two products of multi-head attention in float32, read straight from the output of the qkv layer.
///
/// T tokens, H heads, D channels a head; `qkv` is `[T, 3, H, D]`.
package final class AttentionProducts: Sendable {
  package let tokens: Int
  package let heads: Int
  package let headDimension: Int
  private let scoresProduct: MatrixProduct
  private let contextProduct: MatrixProduct

  package init(tokens: Int, heads: Int, headDimension: Int) throws(KernelError) {
    precondition(tokens > 0 && heads > 0 && headDimension > 0, "attention has extents")
    self.tokens = tokens
    self.heads = heads
    self.headDimension = headDimension
    let (t, h, d) = (Int64(tokens), Int64(heads), Int64(headDimension))

    var scores = fq_dnnl_shape()
    scores.batches = h
    (scores.rows, scores.inner, scores.columns) = (t, d, t)
    scores.source_strides = (d, 3 * h * d, 1)
    scores.weights_strides = (d, 1, 3 * h * d)
    scores.destination_strides = (t * t, t, 1)
    scoresProduct = try MatrixProduct(shape: scores)

    var context = fq_dnnl_shape()
    context.batches = h
    (context.rows, context.inner, context.columns) = (t, t, d)
    context.source_strides = (t * t, t, 1)
    context.weights_strides = (d, 3 * h * d, 1)
    context.destination_strides = (d, h * d, 1)
    contextProduct = try MatrixProduct(shape: context)
  }

  /// What one worker runs the products with.
  package func makeBinding() throws(KernelError) -> Binding {
    Binding(
      scores: try MatrixProductBinding(scoresProduct, packedWeights: nil, bias: nil),
      context: try MatrixProductBinding(contextProduct, packedWeights: nil, bias: nil),
      channels: heads * headDimension)
  }

  /// oneDNN's names of the code it chose, such as `gemm:jit`.
  package var implementations: (scores: String, context: String) {
    (scoresProduct.implementation, contextProduct.implementation)
  }

  /// The products as one worker holds them; not to be shared between threads.
  package final class Binding {
    private let scoresProduct: MatrixProductBinding
    private let contextProduct: MatrixProductBinding
    /// H · D: the distance from queries to keys and from keys to values.
    private let channels: Int

    init(scores: MatrixProductBinding, context: MatrixProductBinding, channels: Int) {
      scoresProduct = scores
      contextProduct = context
      self.channels = channels
    }

    /// `scores[h, t, u] = Σ_d Q[t, h, d] · K[u, h, d]`, not scaled.
    package func scores(_ qkv: UnsafePointer<Float>, into scores: UnsafeMutablePointer<Float>) {
      scoresProduct.run(qkv, qkv + channels, into: scores)
    }

    /// `context[t, h · D + d] = Σ_u P[h, t, u] · V[u, h, d]`.
    package func context(
      _ probabilities: UnsafePointer<Float>, _ qkv: UnsafePointer<Float>,
      into context: UnsafeMutablePointer<Float>
    ) {
      contextProduct.run(probabilities, qkv + 2 * channels, into: context)
    }
  }
}
