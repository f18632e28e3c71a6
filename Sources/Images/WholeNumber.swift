/// A whole number as written; also one too long for `Int`, so that such a label is out of range and not "no number".
struct WholeNumber {
  let text: String
  /// Nil beyond `Int`.
  let value: Int?

  init?(_ text: String) {
    let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
    let scalars = text.dropFirst(sign.count).unicodeScalars
    // Digits of any script: sorted as text, those that are not ASCII would be in an order as wrong as "1, 10, 2".
    guard !scalars.isEmpty, scalars.allSatisfy({ $0.properties.numericType == .decimal }) else { return nil }
    self.text = text
    value = Int(sign + scalars.map { String(Int($0.properties.numericValue ?? 0)) }.joined())
  }
}
