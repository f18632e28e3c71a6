extension Unpickler {
  /// None, booleans, numbers, texts and bytes.
  mutating func plainValue(_ opcode: PickleOpcode) throws(TensorFileError) -> PickleValue {
    switch opcode {
    case .none: return .none
    case .newTrue: return .boolean(true)
    case .newFalse: return .boolean(false)
    case .integer1: return .integer(try input.number(1))
    case .integer2: return .integer(try input.number(2))
    case .integer4: return .integer(Int(Int32(truncatingIfNeeded: try input.number(4))))
    case .integerText, .longText: return try integerLine(opcode)
    case .long1: return try integer(byteCount: try input.number(1))
    case .long4: return try integer(byteCount: try input.number(4))
    case .floatBinary: return .float(Double(bitPattern: try input.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }))
    case .floatText:
      let text = try textLine(limit: 400)
      guard let value = Double(text) else { throw input.error(.badNumber(text)) }
      return .float(value)
    case .unicodeShort: return .string(text(try input.bytes(try input.number(1))))
    case .unicode: return .string(text(try input.bytes(try input.number(4))))
    case .unicode8: return .string(text(try input.bytes(try input.number(8))))
    case .unicodeText: return .string(Self.unescapedUnicode(try input.line(limit: limits.lineByteCount)))
    // Python 2's strings, which may be text or not.
    case .stringShort: return textOrBytes(try input.bytes(try input.number(1)))
    case .stringBinary: return textOrBytes(try input.bytes(try input.number(4)))
    case .stringText: return try stringLine()
    case .bytesShort: return .bytes(try input.bytes(try input.number(1)))
    case .bytesBinary: return .bytes(try input.bytes(try input.number(4)))
    case .bytes8, .byteArray8: return .bytes(try input.bytes(try input.number(8)))
    default: preconditionFailure("\(opcode) makes no plain value")
    }
  }

  mutating func textLine(limit: Int) throws(TensorFileError) -> String { text(try input.line(limit: limit)) }

  /// Bytes that are not UTF-8, which Python may keep in a path, become replacement characters.
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func textOrBytes(_ bytes: [UInt8]) -> PickleValue {
    String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes(bytes)
  }

  // MARK: - Whole numbers

  /// A little-endian two's complement number.
  private mutating func integer(byteCount: Int) throws(TensorFileError) -> PickleValue {
    guard byteCount <= limits.integerByteCount else {
      throw input.error(.integerTooWide(byteCount: byteCount, limit: limits.integerByteCount))
    }
    let bytes = try input.bytes(byteCount)
    guard bytes.count <= 16 else { return try new(.wideInteger(nil)) }
    let isNegative = bytes.last.map { $0 >= 0x80 } ?? false
    let value = bytes.reversed().reduce(Int128(isNegative ? -1 : 0)) { $0 << 8 | Int128($1) }
    return try integer(value)
  }

  private mutating func integerLine(_ opcode: PickleOpcode) throws(TensorFileError) -> PickleValue {
    var digits = try textLine(limit: limits.integerByteCount)
    // How protocol 1 writes booleans.
    if opcode == .integerText, digits == "00" || digits == "01" { return .boolean(digits == "01") }
    if digits.hasSuffix("L") { digits.removeLast() }
    let number = digits.utf8.first == UInt8(ascii: "-") ? digits.dropFirst() : digits[...]
    guard !number.isEmpty, number.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      throw input.error(.badNumber(digits))
    }
    guard let value = Int128(digits) else { return try new(.wideInteger(nil)) }
    return try integer(value)
  }

  private mutating func integer(_ value: Int128) throws(TensorFileError) -> PickleValue {
    if let narrow = Int(exactly: value) { return .integer(narrow) }
    return try new(.wideInteger(value))
  }

  // MARK: - Escaped texts of protocol 0

  /// A string as Python 2 prints it, in quotes.
  private mutating func stringLine() throws(TensorFileError) -> PickleValue {
    let line = try input.line(limit: limits.lineByteCount)
    guard line.count >= 2, let quote = line.first, quote == line.last, quote == 0x22 || quote == 0x27 else {
      throw malformed
    }
    var result: [UInt8] = []
    var rest = line[1..<line.count - 1]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        result.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "x"):
        guard let value = Self.hexadecimal(rest.prefix(2), count: 2) else { throw malformed }
        result.append(UInt8(value))
        rest = rest.dropFirst(2)
      case UInt8(ascii: "\\"), 0x22, 0x27: result.append(escape)
      default: result += [byte, escape]
      }
    }
    return textOrBytes(result)
  }

  /// A text in Latin-1 with `\u` and `\U` escapes.
  private static func unescapedUnicode(_ line: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    var rest = line[...]
    while let byte = rest.popFirst() {
      let count = byte == UInt8(ascii: "\\") ? rest.first.map { $0 == 0x75 ? 4 : $0 == 0x55 ? 8 : 0 } ?? 0 : 0
      guard count > 0, let value = hexadecimal(rest.dropFirst().prefix(count), count: count) else {
        result.append(Unicode.Scalar(byte))
        continue
      }
      result.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      rest = rest.dropFirst(1 + count)
    }
    return String(result)
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>, count: Int) -> UInt32? {
    guard digits.count == count, digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-") else {
      return nil
    }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
