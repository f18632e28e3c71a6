import Foundation

/// A doubt that the labels are this model's, raised by the float model's own figure.
///
/// Labels in another order than the model's outputs give the float model the figure of guessing. A quantized model's figure
/// beside it then says nothing, and nothing else would tell.
package struct LabelSuspicion: Hashable, Sendable, Codable {
  /// Another reading of the labels that fits far better.
  package struct Shift: Hashable, Sendable, Codable {
    /// What is to be added to each label: -1 where the list counts from 1, 1 where it counts from -1.
    package let offset: Int
    /// The float model's top-1 with the labels so read.
    package let floatTop1: Proportion
  }

  /// The float model's top-1 with the labels as they are.
  package let floatTop1: Proportion
  package let classCount: Int
  package let shift: Shift?
  /// The float model's top-1 where label i means the i-th of the numbers sorted as text, 0, 1, 10, 11, …; nil where that
  /// fits no better.
  package let sortedAsText: Proportion?
  /// How many images would be right if the classes stood in another order, the same for all images; nil where none fits.
  package let reordered: Proportion?

  /// Nil where the float model does as one with its own labels would.
  ///
  /// Suspicious is a figure whose 95 % interval reaches down to about what guessing would give, unless most images are right
  /// all the same, which small sets can have; and any that another reading of the labels beats by far.
  ///
  /// - Parameters:
  ///   - predicted: the float model's class of each image.
  ///   - labels: from 0, one for each.
  package init?(predicted: [Int], labels: [Int], classCount: Int) {
    precondition(predicted.count == labels.count)
    func top1(offset: Int) -> Proportion {
      Proportion(count: zip(predicted, labels).count { $0 == $1 + offset }, total: labels.count)
    }
    floatTop1 = top1(offset: 0)
    self.classCount = classCount
    guard floatTop1.total > 0, classCount > 1 else { return nil }
    let chance = 100 / Double(classCount)
    let least = floatTop1.interval.lowerBound
    let isNearChance = least <= Self.nearChance(chance) && floatTop1.percent < (chance + 100) / 2
    let farBetter = max(floatTop1.interval.upperBound, Self.nearChance(chance))
    let shifted = [-1, 1].map { Shift(offset: $0, floatTop1: top1(offset: $0)) }
      .filter { $0.floatTop1.interval.lowerBound > farBetter }.max { $0.floatTop1.count < $1.floatTop1.count }
    let textOrder = (0..<classCount).map(String.init).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { Int($0) }
    let asText = Proportion(
      count: zip(predicted, labels).count { (0..<classCount).contains($1) && $0 == textOrder[$1] }, total: labels.count)
    let isSortedAsText = asText.interval.lowerBound > farBetter && asText.count > 2 * floatTop1.count
    let renamed = Self.renamed(predicted: predicted, labels: labels)
    let isReordered = renamed.interval.lowerBound > farBetter && renamed.count > 2 * floatTop1.count
    guard isNearChance || shifted != nil || isSortedAsText || isReordered else { return nil }
    // Classes in any other order have some that are their neighbours' by chance; a shift explains nearly all there is.
    let isShift = shifted.map { $0.floatTop1.count * 4 >= renamed.count * 3 } ?? false
    shift = isShift ? shifted : nil
    let isText = !isShift && isSortedAsText && asText.count * 4 >= renamed.count * 3
    sortedAsText = isText ? asText : nil
    reordered = !isShift && !isText && isReordered ? renamed : nil
  }

  /// How many images get the class that the other images of their label mostly get, where no two labels share one.
  ///
  /// Each image is judged by the others, so that chance alone makes no order; a model that says one class of everything
  /// makes none either.
  private static func renamed(predicted: [Int], labels: [Int]) -> Proportion {
    var counts: [Int: [Int: Int]] = [:]
    for (said, label) in zip(predicted, labels) { counts[label, default: [:]][said, default: 0] += 1 }
    func mostCommon(_ counts: [Int: Int]) -> Int? {
      counts.filter { $0.value > 0 }.min { (-$0.value, $0.key) < (-$1.value, $1.key) }?.key
    }
    var owners: [Int: Int] = [:]
    for own in counts.values.compactMap(mostCommon) { owners[own, default: 0] += 1 }
    var right = 0
    for (said, label) in zip(predicted, labels) {
      var others = counts[label] ?? [:]
      others[said, default: 0] -= 1
      if let wanted = mostCommon(others), wanted == said, owners[wanted] == 1 { right += 1 }
    }
    return Proportion(count: right, total: labels.count)
  }

  /// The largest percentage that counts as near `chance`: twice that, but no more than 5 points above it.
  private static func nearChance(_ chance: Double) -> Double { min(2 * chance, chance + 5) }
}

extension LabelSuspicion: CustomStringConvertible {
  /// One line, for a log, a report and the screen: what to look at first, since a line may be cut.
  package var description: String {
    let interval = floatTop1.interval
    let chance = String(format: "%.3g", 100 / Double(classCount))
    let text = sortedAsText.map { "numbers sorted as text (0, 1, 10, …) would give \(percent($0.percent)) %; " }
    let order = text ?? reordered.map { "another order of the classes would give \(percent($0.percent)) %; " } ?? ""
    return "are these this model's labels? " + (shift.map { $0.description + "; " } ?? order)
      + "the float model's top-1 is \(percent(floatTop1.percent)) % "
      + "[\(percent(interval.lowerBound)), \(percent(interval.upperBound))], guessing gives \(chance) %"
  }
}

extension LabelSuspicion.Shift: CustomStringConvertible {
  package var description: String {
    let sum = offset < 0 ? "label - \(-offset)" : "label + \(offset)"
    let counting = offset < 0 ? "the list counts from 1" : "the list begins before 0"
    return "\(sum) would give \(percent(floatTop1.percent)) %: \(counting)"
  }
}

private func percent(_ value: Double) -> String { String(format: "%.1f", value) }
