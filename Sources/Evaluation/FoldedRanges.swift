import Models
import Quantization

/// What the batches of the first sweep come to: what observers make of them, and everything over all images.
struct FoldedRanges {
  private(set) var observers: SiteObservers
  let all: RangePartial

  init(sites: CalibratedSites, kind: ObserverKind) {
    observers = SiteObservers(sites: sites, kind: kind)
    all = RangePartial(sites: sites, tailsOfImages: nil)
  }

  mutating func fold(_ batch: RangePartial) {
    observers.fold(batch)
    all.merge(batch)
  }

  /// Gives attentions that no batch showed the range that probabilities can have.
  mutating func fillUnobserved() {
    observers.fillUnobserved(all)
    all.fillUnobserved()
  }
}
