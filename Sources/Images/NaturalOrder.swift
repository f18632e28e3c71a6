/// timm's order of class folders: runs of digits count as numbers, and case does not.
enum NaturalOrder {
  static func precedes(_ first: String, _ second: String) -> Bool {
    let (first, second) = (pieces(first), pieces(second))
    for (one, other) in zip(first, second) where one != other { return one < other }
    return first.count < second.count
  }

  private struct Piece: Comparable {
    let text: String
    let isNumber: Bool

    static func < (one: Piece, other: Piece) -> Bool {
      if one.isNumber, other.isNumber, one.text.utf8.count != other.text.utf8.count {
        return one.text.utf8.count < other.text.utf8.count
      }
      return one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }
  }

  /// Text and numbers in turn, beginning with text, which may be empty; numbers without leading zeros.
  private static func pieces(_ name: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = name.lowercased()[...]
    while true {
      let text = rest.prefix { !isDigit($0) }
      pieces.append(Piece(text: String(text), isNumber: false))
      rest = rest[text.endIndex...]
      guard !rest.isEmpty else { return pieces }
      let digits = rest.prefix(while: isDigit)
      pieces.append(Piece(text: String(digits.drop { $0 == "0" }), isNumber: true))
      rest = rest[digits.endIndex...]
    }
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
