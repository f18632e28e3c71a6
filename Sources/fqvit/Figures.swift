import Foundation

/// Numbers as the command line prints them: with the signs of ASCII, so that other programs can read them.
enum Figures {
  /// What stands for a number that there is not, in a column of numbers.
  static let missing = "-"

  static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  static func signed(_ value: Double, _ digits: Int) -> String {
    let text = fixed(abs(value), digits)
    // A difference that rounds to zero has no sign.
    return text == fixed(0, digits) ? text : (value < 0 ? "-" : "+") + text
  }
}
