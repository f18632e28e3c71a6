package import Evaluation
import Terminal

/// Numbers as they stand on every view.
package enum Figures {
  package static func percent(_ value: Double) -> String { NumberText.fixed(value, places: 1) + " %" }

  /// A share with its interval: `92.9 % [91.1, 94.3]`.
  package static func share(_ proportion: Proportion) -> String {
    percent(proportion.percent) + " " + range(proportion.interval)
  }

  /// An interval of percentages: `[91.1, 94.3]`; without decimals where it is so wide that they say nothing: `[68, 100]`.
  package static func range(_ interval: ClosedRange<Double>) -> String {
    let places = interval.upperBound - interval.lowerBound < 20 ? 1 : 0
    let ends = [interval.lowerBound, interval.upperBound].map { NumberText.fixed($0, places: places) }
    return "[\(ends[0]), \(ends[1])]"
  }

  package static func points(_ value: Double) -> String { NumberText.fixed(value, places: 1, signed: true) }

  package static func interval(_ interval: ClosedRange<Double>) -> String {
    "[\(points(interval.lowerBound)), \(points(interval.upperBound))]"
  }

  package static func decibels(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, places: 1) } ?? "-"
  }

  /// `0.9971`; four places, since similar logits have a cosine near 1.
  package static func cosine(_ value: Double) -> String { NumberText.fixed(value, places: 4) }

  package static func ratio(_ value: Double?) -> String {
    guard let value else { return "" }
    return NumberText.fixed(value, places: value < 99.95 ? 1 : 0) + "×"
  }

  /// `0.5 s`, `42 s`, `3 min 20 s`.
  package static func seconds(_ value: Double) -> String {
    if value < 10 { return NumberText.fixed(value, places: 1) + " s" }
    guard value < 120 else {
      let whole = Int(min(value, 1e9).rounded())
      return "\(whole / 60) min \(whole % 60) s"
    }
    return NumberText.fixed(value, places: 0) + " s"
  }

  /// `about 36 s`, for times that are estimated.
  package static func about(_ value: Double) -> String {
    "about " + (value < 10 ? "\(Int(max(value, 1).rounded())) s" : seconds(value))
  }

  /// `1,120 img/s`, `3.4 img/s`.
  package static func throughput(_ value: Double) -> String {
    NumberText.fixed(value, places: value < 10 ? 1 : 0) + " img/s"
  }

  /// `12.4 M`, for counts whose last digits say nothing.
  package static func count(_ value: UInt64) -> String {
    switch value {
    case ..<10_000: NumberText.grouped(Int(value))
    case ..<10_000_000: NumberText.short(Double(value) / 1e3, digits: 3) + " k"
    case ..<10_000_000_000: NumberText.short(Double(value) / 1e6, digits: 3) + " M"
    default: NumberText.short(Double(value) / 1e9, digits: 3) + " G"
    }
  }
}
