extension StringProtocol {
  /// Whether the text has the form of a WordNet id: `n` and eight digits.
  package var isWordNetID: Bool {
    utf8.count == 9 && utf8.first == UInt8(ascii: "n") && utf8.dropFirst().allSatisfy { (48...57).contains($0) }
  }
}
