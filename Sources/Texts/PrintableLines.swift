extension StringProtocol {
  /// The text of several lines as it may be printed: line breaks stay, whatever else a terminal would obey is escaped.
  ///
  /// Names are escaped, and cut, where they enter a text; this is what the outlets do with all that comes their way.
  package var printableLines: String { escapingScalars { $0 == "\n" ? nil : $0.escaped } }

  /// A text in JSON with the scalars that a terminal would obey as `\u009B`, which means the same in JSON.
  package var printableJSON: String {
    // Outside of strings JSON is ASCII without controls but line breaks, so what is escaped here stands in a string.
    escapingScalars { scalar in
      if scalar == "\n" { return nil }
      return UTF16.encode(scalar).map { unit in
        unit.map { value in
          let digits = String(value, radix: 16, uppercase: true)
          return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
      }
    }
  }

  private func escapingScalars(_ escape: (Unicode.Scalar) -> String?) -> String {
    guard !unicodeScalars.allSatisfy({ $0.isPrintable || $0 == "\n" }) else { return String(self) }
    var result = ""
    for scalar in unicodeScalars {
      if !scalar.isPrintable, let escaped = escape(scalar) {
        result += escaped
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
