extension Reference {
  /// One element of x `[rows, inputs]` times weight `[outputs, inputs]`, and the sum of its terms' magnitudes.
  package static func linear(
    _ x: [Float], weight: [Float], bias: [Float]?, inputs: Int, row: Int, output: Int
  ) -> (value: Double, magnitude: Double) {
    let offset = Double(bias?[output] ?? 0)
    let product = dot(x, from: row * inputs, step: 1, weight, from: output * inputs, step: 1, count: inputs)
    return (product.value + offset, product.magnitude + abs(offset))
  }

  /// `Σ_d Q[t, h, d] · K[u, h, d]` of qkv `[T, 3, H, D]`.
  package static func score(
    _ qkv: [Float], heads: Int, headDimension: Int, head: Int, query: Int, key: Int
  ) -> (value: Double, magnitude: Double) {
    dot(
      qkv, from: (query * 3 * heads + head) * headDimension, step: 1,
      qkv, from: ((key * 3 + 1) * heads + head) * headDimension, step: 1, count: headDimension)
  }

  /// `Σ_u P[h, t, u] · V[u, h, d]` of probabilities `[H, T, T]` and qkv `[T, 3, H, D]`.
  package static func context(
    _ probabilities: [Float], _ qkv: [Float], tokens: Int, heads: Int, headDimension: Int, token: Int, head: Int,
    channel: Int
  ) -> (value: Double, magnitude: Double) {
    dot(
      probabilities, from: (head * tokens + token) * tokens, step: 1,
      qkv, from: (2 * heads + head) * headDimension + channel, step: 3 * heads * headDimension, count: tokens)
  }

  private static func dot(
    _ a: [Float], from aStart: Int, step aStep: Int, _ b: [Float], from bStart: Int, step bStep: Int, count: Int
  ) -> (value: Double, magnitude: Double) {
    var (value, magnitude) = (0.0, 0.0)
    for k in 0..<count {
      let term = Double(a[aStart + k * aStep]) * Double(b[bStart + k * bStep])
      value += term
      magnitude += abs(term)
    }
    return (value, magnitude)
  }
}
