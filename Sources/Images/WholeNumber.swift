/// A whole number as written; also one too long for `Int`, so that such a label is out of range and not "no number".
struct WholeNumber {
  let text: String
  /// Nil beyond `Int`.
  let value: Int?

  init?(_ text: String) {
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    self.text = text
    value = Int(text)
  }
}
