/// What quantization did to the probabilities of one head of an `AttentionMap`: sums over all its rows.
package struct AttentionMapHead: Sendable, Hashable {
  package private(set) var error = SignalToNoise()
  /// Σ P in float, which is the number of tokens.
  package private(set) var mass = 0.0
  /// Σ P in float of those that became zero.
  package private(set) var massToZero = 0.0
  package private(set) var largestChange = 0.0
  /// What the class token takes from itself.
  package let floatClassToken: Double
  package let quantizedClassToken: Double

  /// Takes the [T, T] of one head, in float and quantized.
  init(float: ArraySlice<Float>, quantized: ArraySlice<Float>) {
    floatClassToken = float.first.map(Double.init) ?? 0
    quantizedClassToken = quantized.first.map(Double.init) ?? 0
    for (before, after) in zip(float, quantized) {
      let probability = Double(before)
      error.add(probability, became: Double(after))
      mass += probability
      if after == 0 { massToZero += probability }
      largestChange = max(largestChange, abs(Double(after) - probability))
    }
  }
}
