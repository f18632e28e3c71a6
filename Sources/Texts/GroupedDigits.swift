extension BinaryInteger {
  /// The digits with a comma between groups of three, without a sign: `1,120`.
  package var groupedDigits: String {
    let digits = String(magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
