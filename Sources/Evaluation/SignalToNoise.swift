import Foundation

/// The power of a signal and of the error that a quantizer adds to it.
package struct SignalToNoise: Hashable, Sendable, Codable {
  /// Σ x².
  package var signal: Double
  /// Σ (x̂ − x)².
  package var noise: Double

  package init(signal: Double = 0, noise: Double = 0) {
    self.signal = signal
    self.noise = noise
  }

  /// SQNR in dB; infinite where nothing is lost, nil where there is no signal or one of the two is not finite.
  package var decibels: Double? {
    guard signal > 0, signal.isFinite, noise.isFinite else { return nil }
    return noise == 0 ? .infinity : 10 * log10(signal / noise)
  }

  /// Takes in one value and what became of it.
  mutating func add(_ value: Double, became approximation: Double) {
    signal += value * value
    noise += (approximation - value) * (approximation - value)
  }

  package static func += (left: inout Self, right: Self) {
    left.signal += right.signal
    left.noise += right.noise
  }
}
