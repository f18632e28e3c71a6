/// A JSON value from outside, as it was written: numbers keep their digits, and `true` is no number.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The number's own text, so that no digit is lost before somebody asks for it as an integer or as a double.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])
}

extension JSONValue {
  /// Nil for anything but a number; infinite where the number is beyond a double.
  package var double: Double? {
    guard case .number(let digits) = self else { return nil }
    // Nil where the number is beyond a double's range; JSON's grammar holds by now.
    return Double(digits) ?? (digits.hasPrefix("-") ? -.infinity : .infinity)
  }

  /// Nil for anything but a whole number that an `Int` holds, `64.0` and `6.4e1` among them.
  package var integer: Int? {
    guard case .number(let digits) = self else { return nil }
    return Int(digits) ?? double.flatMap { Int(exactly: $0) }
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }

  package var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  package var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

  package var isNull: Bool { self == .null }
}

extension JSONValue: CustomStringConvertible {
  /// As JSON on one line, an object's members sorted.
  package var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let digits): digits
    case .string(let text): Self.quoted(text)
    case .array(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)): \($0.value)" }.joined(separator: ", ")
        + "}"
    }
  }

  /// Text as JSON writes it.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
