/// Folds the batches of one site into the range that its layer-wise quantizer spans.
///
/// `omse` starts from the same range as `minmax`; what it scores is `OMSECandidates`.
package struct Observer: Hashable, Sendable {
  /// The weight of a new batch in a moving average, as in the authors' program.
  package static let averagingWeight: Float = 0.01

  package let kind: ObserverKind
  package private(set) var minimum: Float?
  package private(set) var maximum: Float?

  package init(kind: ObserverKind) { self.kind = kind }

  package mutating func fold(_ batch: BatchExtremes) {
    switch kind {
    case .minmax, .omse:
      minimum = Swift.min(minimum ?? batch.minimum, batch.minimum)
      maximum = Swift.max(maximum ?? batch.maximum, batch.maximum)
    case .ema:
      average(batch.minimum, batch.maximum)
    case .percentile:
      guard let low = batch.lowQuantile, let high = batch.highQuantile else {
        preconditionFailure("the percentile observer needs the batch's quantiles")
      }
      average(low, high)
    }
  }

  private mutating func average(_ low: Float, _ high: Float) {
    minimum = minimum.map { $0 + Self.averagingWeight * (low - $0) } ?? low
    maximum = maximum.map { $0 + Self.averagingWeight * (high - $0) } ?? high
  }
}
