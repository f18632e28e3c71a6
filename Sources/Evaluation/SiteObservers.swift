import Quantization

/// The observers of all sites, folded together batch by batch.
struct SiteObservers {
  var observers: [Observer]

  init(sites: CalibratedSites, kind: ObserverKind) {
    observers = sites.sites.map { _ in Observer(kind: kind) }
  }

  mutating func fold(_ batch: RangePartial) {
    for index in observers.indices {
      let extremes = batch.extremes(ofSite: index)
      // In `reference` mode an attention that runs LIS has no float probabilities in the last batch.
      guard extremes.minimum <= extremes.maximum else { continue }
      observers[index].fold(batch.batchExtremes(ofSite: index))
    }
  }

  /// Gives attentions that `all` never saw the range that probabilities can have.
  mutating func fillUnobserved(_ all: RangePartial) {
    for index in all.unobservedAttentionSites {
      observers[index].fold(BatchExtremes(minimum: 0, maximum: 1, lowQuantile: 0, highQuantile: 1))
    }
  }
}
