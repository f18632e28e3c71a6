/// How a share of images differs between two models on the same images, which is far tighter than the two intervals apart:
/// those that are right, or, without labels, those on which a model agrees with the float model.
package struct PairedDifference: Hashable, Sendable, Codable {
  /// Images that count only after the change.
  package var gained: Int
  /// Images that count only before it.
  package var lost: Int
  package var total: Int

  package init(gained: Int, lost: Int, total: Int) {
    self.gained = gained
    self.lost = lost
    self.total = total
  }

  /// Takes in one more image.
  mutating func add(before: Bool, after: Bool) {
    total += 1
    if after && !before { gained += 1 }
    if before && !after { lost += 1 }
  }

  /// In percentage points, after minus before.
  package var points: Double { total == 0 ? 0 : 100 * Double(gained - lost) / Double(total) }

  /// The Agresti–Min interval at 95 %, in percentage points: Wald's after half an image is added to every cell.
  ///
  /// Source: Agresti and Min, Statistics in Medicine 24 (2005).
  package var interval: ClosedRange<Double> {
    guard total > 0 else { return -100...100 }
    let n = Double(total) + 2
    let up = Double(gained) + 0.5
    let down = Double(lost) + 0.5
    let difference = (up - down) / n
    let half = Interval.normalQuantile95 * ((up + down) - (up - down) * (up - down) / n).squareRoot() / n
    return 100 * max(-1, difference - half)...100 * min(1, difference + half)
  }
}
