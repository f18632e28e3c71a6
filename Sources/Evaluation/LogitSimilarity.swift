/// How near one image's logits are to the float model's.
package struct LogitSimilarity: Hashable, Sendable, Codable {
  /// The cosine of the angle between the two; 1 where both are zero, 0 where one is.
  package let cosine: Double
  /// The float model's logits, and what quantization adds to them.
  package let error: SignalToNoise

  package init(cosine: Double, error: SignalToNoise) {
    self.cosine = cosine
    self.error = error
  }

  /// Nil where a logit is not finite: then no angle and no error is defined.
  init?(of logits: UnsafeBufferPointer<Float>, to reference: ArraySlice<Float>) {
    precondition(logits.count == reference.count, "\(logits.count) logits against \(reference.count)")
    var error = SignalToNoise()
    var product = 0.0
    var power = 0.0
    for (found, wanted) in zip(logits, reference) {
      error.add(Double(wanted), became: Double(found))
      product += Double(found) * Double(wanted)
      power += Double(found) * Double(found)
    }
    guard error.signal.isFinite, error.noise.isFinite, power.isFinite else { return nil }
    self.error = error
    let lengths = error.signal.squareRoot() * power.squareRoot()
    // Rounding may take the quotient a little over 1.
    cosine = lengths > 0 ? max(-1, min(1, product / lengths)) : error.noise == 0 ? 1 : 0
  }
}
