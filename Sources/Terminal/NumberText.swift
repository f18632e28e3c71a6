import Texts

/// Numbers as short text, the same in every locale.
package enum NumberText {
  /// The sign of numbers below zero, as wide as a digit; a set of ASCII glyphs spells it `-`.
  package static let minus = "−"

  /// A whole number with a comma between groups of three: `1,120`.
  package static func grouped(_ value: Int) -> String {
    (value < 0 ? minus : "") + value.groupedDigits
  }

  /// A number with `places` digits after the point, halves away from zero; `signed` puts a plus before what is above zero.
  package static func fixed(_ value: Double, places: Int, signed: Bool = false, grouping: Bool = true) -> String {
    if value.isNaN { return "n/a" }
    if value.isInfinite { return value < 0 ? minus + "inf" : "inf" }
    let factor = power10(places)
    let scaled = (value.magnitude * factor).rounded()
    guard scaled < 1e15 else { return value.description }
    let whole = Int(scaled / factor)
    let fraction = Int(scaled - Double(whole) * factor)
    var text = grouping ? grouped(whole) : String(whole)
    if places > 0 {
      let digits = String(fraction)
      text += "." + String(repeating: "0", count: max(places - digits.count, 0)) + digits
    }
    // What rounds to zero has no sign.
    guard scaled > 0 else { return text }
    return value < 0 ? minus + text : signed ? "+" + text : text
  }

  /// A number to `digits` significant digits, without an exponent where that is readable: `6.1`, `0.034`, `1,120`, `1.2e-7`.
  ///
  /// Whole digits are never dropped: 1120 to two digits is `1,120`.
  package static func short(_ value: Double, digits: Int = 2, signed: Bool = false) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, places: 0, signed: signed) }
    var exponent = 0
    var magnitude = value.magnitude
    while magnitude >= 10 {
      magnitude /= 10
      exponent += 1
    }
    while magnitude < 1 {
      magnitude *= 10
      exponent -= 1
    }
    if exponent < -4 || exponent > 8 {
      let sign = value < 0 ? minus : signed ? "+" : ""
      return sign + fixed(magnitude, places: max(digits - 1, 0)) + "e" + grouped(exponent)
    }
    return fixed(value, places: max(digits - 1 - exponent, 0), signed: signed)
  }

  /// A part of one as per cent: `80.1 %`.
  package static func percent(_ fraction: Double, places: Int = 1, signed: Bool = false) -> String {
    fixed(fraction * 100, places: places, signed: signed) + " %"
  }

  private static func power10(_ exponent: Int) -> Double {
    (0..<max(exponent, 0)).reduce(1.0) { result, _ in result * 10 }
  }
}
