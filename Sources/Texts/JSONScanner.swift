/// Reads JSON (RFC 8259) front to back, within limits of depth and size, and refuses an object that names a member
/// twice.
///
/// Foundation's reader takes the last of two members of one name without a word, builds the whole tree before anything
/// of it can be refused, and tells no line. Time and memory are linear in what was read so far. A byte-order mark in
/// front is passed over.
package struct JSONScanner {
  package struct Limits: Sendable {
    /// Each level is a call on the stack, and worker threads have small ones.
    package let depth: Int
    /// Values in one call of `value()`.
    package let valueCount: Int

    package init(depth: Int, valueCount: Int) {
      self.depth = depth
      self.valueCount = valueCount
    }
  }

  private let bytes: [UInt8]
  private let limits: Limits
  private var position = 0
  private var valuesLeft = 0

  package init(_ bytes: [UInt8], limits: Limits) {
    self.bytes = bytes
    self.limits = limits
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The whole text as one value.
  package static func value(of bytes: [UInt8], limits: Limits) throws(JSONError) -> JSONValue {
    var scanner = JSONScanner(bytes, limits: limits)
    let value = try scanner.value()
    try scanner.end()
    return value
  }

  /// The next value, whole.
  package mutating func value() throws(JSONError) -> JSONValue {
    valuesLeft = limits.valueCount
    return try value(depth: 0)
  }

  /// Steps over the `{` of an object whose members are then asked for one by one; false where the value is no object.
  package mutating func beginObject() throws(JSONError) -> Bool {
    guard try next("a value") == UInt8(ascii: "{") else { return false }
    position += 1
    return true
  }

  /// The name of the object's next member, before its value; nil behind the last, and then the object is over.
  package mutating func nextMember(isFirst: Bool) throws(JSONError) -> String? {
    let byte = try next(isFirst ? "a member or '}'" : "',' or '}'")
    if byte == UInt8(ascii: "}") {
      position += 1
      return nil
    }
    if !isFirst {
      try expect(",", "',' or '}'")
      _ = try next("a member's name")
    }
    guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotes") }
    let name = try text()
    _ = try next("':'")
    try expect(":", "':'")
    return name
  }

  /// Throws where anything but white space is left.
  package mutating func end() throws(JSONError) {
    skipWhitespace()
    guard position == bytes.count else { throw error(.textAfterEnd) }
  }

  // MARK: - Values

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth <= limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
    valuesLeft -= 1
    guard valuesLeft >= 0 else { throw error(.tooManyValues(limit: limits.valueCount)) }
    switch try next("a value") {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: return try word()
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var members: [String: JSONValue] = [:]
    var isFirst = true
    while let name = try nextMember(isFirst: isFirst) {
      isFirst = false
      guard members[name] == nil else { throw error(.memberTwice(name)) }
      members[name] = try value(depth: depth + 1)
    }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var values: [JSONValue] = []
    if try next("a value or ']'") == UInt8(ascii: "]") {
      position += 1
      return .array(values)
    }
    while true {
      values.append(try value(depth: depth + 1))
      if try next("',' or ']'") == UInt8(ascii: "]") {
        position += 1
        return .array(values)
      }
      try expect(",", "',' or ']'")
    }
  }

  private mutating func word() throws(JSONError) -> JSONValue {
    let start = position
    while position < bytes.count, isLetter(bytes[position]) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "NaN", "Infinity": throw error(.notANumber(word))
    default:
      position = start
      throw unexpected("a value")
    }
  }

  private mutating func number() throws(JSONError) -> String {
    let start = position
    while position < bytes.count, isNumeric(bytes[position]) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if text == "-", position < bytes.count, bytes[position] == UInt8(ascii: "I") {
      throw error(.notANumber("-Infinity"))
    }
    guard Self.isNumber(text.utf8) else { throw error(.badNumber(text.printable(limit: 40))) }
    return text
  }

  /// JSON's grammar of numbers, which is narrower than Swift's: no leading zeros, no bare points.
  private static func isNumber(_ text: String.UTF8View) -> Bool {
    var rest = text[...]
    func digits() -> Int {
      let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(run.count)
      return run.count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let hasLeadingZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole == 1 || whole > 1 && !hasLeadingZero else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  // MARK: - Texts

  private mutating func text() throws(JSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        // Most texts hold no escape and are taken as they lie.
        let text = try decoded(bytes[start..<position])
        position += 1
        return text
      case UInt8(ascii: "\\"):
        return try escapedText(from: start)
      case 0..<0x20: throw error(.controlCharacter)
      default: position += 1
      }
    }
    throw error(.endsEarly(expected: "'\"'"))
  }

  private mutating func escapedText(from start: Int) throws(JSONError) -> String {
    var result = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return try decoded(result[...])
      case UInt8(ascii: "\\"): result += Array(String(try escape()).utf8)
      case 0..<0x20: throw error(.controlCharacter)
      default: result.append(byte)
      }
    }
    throw error(.endsEarly(expected: "'\"'"))
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard position < bytes.count else { throw error(.endsEarly(expected: "an escape")) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw error(.badEscape)
    }
  }

  /// Two escapes make one scalar beyond the first plane.
  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try codeUnit()
    guard (0xD800..<0xDC00).contains(first) else {
      guard let scalar = Unicode.Scalar(first) else { throw error(.badEscape) }
      return scalar
    }
    guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { throw error(.badEscape) }
    position += 2
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw error(.badEscape) }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ isHexadecimal($0) }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error(.badEscape) }
    position += 4
    return unit
  }

  private func decoded(_ text: ArraySlice<UInt8>) throws(JSONError) -> String {
    guard let text = String(validating: text, as: UTF8.self) else { throw error(.notUTF8) }
    return text
  }

  // MARK: - Bytes

  private mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// The next byte behind white space, not yet passed.
  private mutating func next(_ expected: String) throws(JSONError) -> UInt8 {
    skipWhitespace()
    guard position < bytes.count else {
      throw bytes.isEmpty ? error(.empty) : error(.endsEarly(expected: expected))
    }
    return bytes[position]
  }

  private mutating func expect(_ byte: Unicode.Scalar, _ expected: String) throws(JSONError) {
    guard bytes[position] == UInt8(ascii: byte) else { throw unexpected(expected) }
    position += 1
  }

  private func unexpected(_ expected: String) -> JSONError {
    let isMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    if isMark || bytes.prefix(4).contains(0) { return error(.otherEncoding) }
    let rest = bytes[position...].prefix(4)
    var decoder = UTF8()
    var iterator = rest.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return error(.notUTF8) }
    return error(.unexpected("'\(String(scalar).printable)'", expected: expected))
  }

  private func error(_ reason: JSONError.Reason) -> JSONError {
    JSONError(reason, line: 1 + bytes[..<position].count { $0 == 0x0A })
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
