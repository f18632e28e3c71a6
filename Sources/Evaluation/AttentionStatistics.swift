package import Quantization

/// The distribution of one attention's probabilities over the calibration images, before and after each ladder step.
package struct AttentionStatistics: Sendable, Codable, Hashable {
  /// What a scheme makes of the probabilities of one head.
  package struct Levels: Sendable, Codable, Hashable {
    /// The probabilities that the scheme can represent, descending; the last is zero.
    package var values: [Float]
    /// How many probabilities fell on each, over the sampled images.
    package var counts: [UInt64]
    /// Σ P of those that became zero over Σ P of all.
    package var massToZero: Double

    package init(values: [Float], counts: [UInt64], massToZero: Double) {
      self.values = values
      self.counts = counts
      self.massToZero = massToZero
    }
  }

  /// Bins an octave of `counts`, equally wide: bin b starts at 2^(⌊b / 32⌋ − 64) · (1 + (b mod 32) / 32), the last ends at 1.
  package static let binsPerOctave = 32
  package static let binCount = 2048

  package let site: SiteID
  /// [head][bin], over all calibration images.
  package var counts: [[UInt64]]
  /// [head]: probabilities that float itself rounds to zero or that lie below the first bin.
  package var zeroCounts: [UInt64]
  /// [scheme][head], over the sampled images.
  package var levels: [QuantizationScheme: [Levels]]

  package init(
    site: SiteID, counts: [[UInt64]], zeroCounts: [UInt64], levels: [QuantizationScheme: [Levels]]
  ) {
    self.site = site
    self.counts = counts
    self.zeroCounts = zeroCounts
    self.levels = levels
  }
}
