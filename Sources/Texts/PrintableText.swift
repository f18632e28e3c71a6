extension StringProtocol {
  /// The text as it may be printed on one line: the one way for text from outside to reach a terminal, a file or a log.
  ///
  /// Names of files, tensors, classes and models, and fields of other people's files, may hold anything: escape sequences
  /// that a terminal obeys, line breaks, marks that reverse the reading direction. Each such scalar becomes an escape as in
  /// Swift (`\n`, `\u{1B}`); text without any is given back as it is. Text beyond `limit` characters is cut in its middle,
  /// since both a path's beginning and its end tell it apart.
  package func printable(limit: Int = 400) -> String {
    var result = ""
    // Bounded before it is escaped, so that a name of megabytes costs no more than one of a line.
    for scalar in cut(to: limit).unicodeScalars { result += scalar.isPrintable ? String(scalar) : scalar.escaped }
    return result
  }

  package var printable: String { printable() }

  private func cut(to limit: Int) -> String {
    precondition(limit >= 3, "a cut text keeps its ends")
    guard let beyond = index(startIndex, offsetBy: limit, limitedBy: endIndex), beyond != endIndex else {
      return String(self)
    }
    let tail = (limit - 1) / 2
    return prefix(limit - 1 - tail) + "…" + suffix(tail)
  }
}

extension String {
  /// Bytes from outside as printable text: what is no UTF-8 stands as `\xE9`, one escape for each byte.
  package init(printing bytes: some Sequence<UInt8>, limit: Int = 400) {
    let bytes = Array(bytes)
    var result = ""
    var position = 0
    // One parser for all, since it reads ahead.
    var parser = UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    parsing: while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let encoded):
        let scalar = UTF8.decode(encoded)
        result += scalar.isPrintable ? String(scalar) : scalar.escaped
        position += encoded.count
      case .error(let length):
        for byte in bytes[position..<(position + length)] {
          result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        position += length
      case .emptyInput: break parsing
      }
    }
    self = result.printable(limit: limit)
  }
}

extension Unicode.Scalar {
  /// Whether a terminal shows the scalar where it stands, and nothing else happens.
  package var isPrintable: Bool {
    // Nearly all text, without a look into the tables.
    if value < 0x7F { return value >= 0x20 }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: isJoiner
    default: true
    }
  }

  /// Format characters that words of some languages and emoji are written with.
  private var isJoiner: Bool { self == "\u{200C}" || self == "\u{200D}" || self == "\u{AD}" }

  var escaped: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{" + String(value, radix: 16, uppercase: true) + "}"
    }
  }
}
