/// How often a model is right, on images that have labels.
package struct AccuracyFigures: Hashable, Sendable, Codable {
  package var top1: Proportion
  package var top5: Proportion
  /// The float model's top-1 on the same images.
  package var floatTop1: Proportion
  /// How top-1 differs from the float model's.
  package var difference: PairedDifference

  init() {
    let none = Proportion(count: 0, total: 0)
    (top1, top5, floatTop1) = (none, none, none)
    difference = PairedDifference(gained: 0, lost: 0, total: 0)
  }

  /// Takes in one more image, by its label's rank in each model.
  mutating func add(rank: Int, floatRank: Int) {
    top1.add(rank == 0)
    top5.add(rank < 5)
    floatTop1.add(floatRank == 0)
    difference.add(before: floatRank == 0, after: rank == 0)
  }
}
