internal import COneDNN

/// The two products of multi-head attention in float32, read straight from the rows that hold queries, keys and values.
///
/// Q queries and K keys, H heads, D channels a head; a head's channels are D columns of a row.
package final class AttentionProducts: Sendable {
  /// Distances from row to row, in elements.
  package struct RowStrides: Hashable, Sendable {
    package let queries: Int
    package let keys: Int
    package let values: Int

    package init(queries: Int, keys: Int, values: Int) {
      self.queries = queries
      self.keys = keys
      self.values = values
    }
  }

  private let scoresProduct: MatrixProduct
  private let contextProduct: MatrixProduct

  package init(
    queries: Int, keys: Int, heads: Int, headDimension: Int, strides: RowStrides
  ) throws(KernelError) {
    precondition(queries > 0 && keys > 0 && heads > 0 && headDimension > 0, "attention has extents")
    let (q, k, h, d) = (Int64(queries), Int64(keys), Int64(heads), Int64(headDimension))

    var scores = fq_dnnl_shape()
    scores.batches = h
    (scores.rows, scores.inner, scores.columns) = (q, d, k)
    scores.source_strides = (d, Int64(strides.queries), 1)
    scores.weights_strides = (d, 1, Int64(strides.keys))
    scores.destination_strides = (q * k, k, 1)
    scoresProduct = try MatrixProduct(shape: scores)

    var context = fq_dnnl_shape()
    context.batches = h
    (context.rows, context.inner, context.columns) = (q, k, d)
    context.source_strides = (q * k, k, 1)
    context.weights_strides = (d, Int64(strides.values), 1)
    context.destination_strides = (d, h * d, 1)
    contextProduct = try MatrixProduct(shape: context)
  }

  /// All three side by side, [T, 3, H, D].
  package convenience init(tokens: Int, heads: Int, headDimension: Int) throws(KernelError) {
    let stride = 3 * heads * headDimension
    try self.init(
      queries: tokens, keys: tokens, heads: heads, headDimension: headDimension,
      strides: RowStrides(queries: stride, keys: stride, values: stride))
  }

  /// What one worker runs the products with.
  package func makeBinding() throws(KernelError) -> Binding {
    Binding(
      scores: try MatrixProductBinding(scoresProduct, packedWeights: nil, bias: nil),
      context: try MatrixProductBinding(contextProduct, packedWeights: nil, bias: nil))
  }

  /// oneDNN's names of the code it chose, such as `gemm:jit`.
  package var implementations: (scores: String, context: String) {
    (scoresProduct.implementation, contextProduct.implementation)
  }

  /// The products as one worker holds them; not to be shared between threads.
  package final class Binding {
    private let scoresProduct: MatrixProductBinding
    private let contextProduct: MatrixProductBinding

    init(scores: MatrixProductBinding, context: MatrixProductBinding) {
      scoresProduct = scores
      contextProduct = context
    }

    /// `scores[h, t, u] = Σ_d Q[t, h, d] · K[u, h, d]`, not scaled.
    package func scores(
      _ queries: UnsafePointer<Float>, _ keys: UnsafePointer<Float>, into scores: UnsafeMutablePointer<Float>
    ) {
      scoresProduct.run(queries, keys, into: scores)
    }

    /// `context[t, h · D + d] = Σ_u P[h, t, u] · V[u, h, d]`.
    package func context(
      _ probabilities: UnsafePointer<Float>, _ values: UnsafePointer<Float>,
      into context: UnsafeMutablePointer<Float>
    ) {
      contextProduct.run(probabilities, values, into: context)
    }
  }
}
