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
    var result = ""
    var decoder = UTF8()
    var iterator = Array(bytes).makeIterator()
    var position = iterator
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        result += scalar.isPrintable ? String(scalar) : scalar.escaped
        position = iterator
        decoder = UTF8()
      case .emptyInput: break decoding
      case .error:
        guard let byte = position.next() else { break decoding }
        let digits = String(byte, radix: 16, uppercase: true)
        result += "\\x" + (digits.count == 1 ? "0" : "") + digits
        iterator = position
        decoder = UTF8()
      }
    }
    self = result.printable(limit: limit)
  }
}

extension Unicode.Scalar {
  /// Whether a terminal shows the scalar where it stands, and nothing else happens.
  package var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: isJoiner
    default: true
    }
  }

  /// Format characters that words of some languages and emoji are written with.
  private var isJoiner: Bool { self == "\u{200C}" || self == "\u{200D}" || self == "\u{AD}" }

  fileprivate var escaped: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{" + String(value, radix: 16, uppercase: true) + "}"
    }
  }
}
