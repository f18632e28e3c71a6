/// The dictionary literal of an `.npy` header: `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
///
/// No expression is evaluated: there are three keys, and each has its kind of literal.
struct PythonHeaderLiteral {
  let description: String
  let isColumnMajor: Bool
  let extents: [Int]

  private struct Parser {
    var rest: ArraySlice<UInt8>

    mutating func skipBlanks() {
      while let byte = rest.first, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { rest.removeFirst() }
    }

    /// Whether the next sign is `sign`, which is then passed.
    mutating func take(_ sign: Unicode.Scalar) -> Bool {
      skipBlanks()
      guard rest.first == UInt8(ascii: sign) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func expect(_ sign: Unicode.Scalar) throws(NumPyProblem) {
      guard take(sign) else { throw .badHeader }
    }

    /// A text in quotes of either kind, without escapes.
    mutating func text() throws(NumPyProblem) -> String {
      skipBlanks()
      guard let quote = rest.popFirst(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
        throw .badHeader
      }
      let bytes = rest.prefix { $0 != quote && $0 != UInt8(ascii: "\\") }
      rest = rest.dropFirst(bytes.count)
      guard rest.popFirst() == quote else { throw .badHeader }
      return String(decoding: bytes, as: UTF8.self)
    }

    mutating func boolean() throws(NumPyProblem) -> Bool {
      skipBlanks()
      for (word, value) in [("True", true), ("False", false)] where rest.starts(with: word.utf8) {
        rest = rest.dropFirst(word.utf8.count)
        return value
      }
      throw .badHeader
    }

    /// A number from zero up; Python 2 wrote an `L` behind it.
    mutating func number() throws(NumPyProblem) -> Int {
      skipBlanks()
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(digits.count)
      guard !digits.isEmpty else { throw .badHeader }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else { throw .shapeOverflow }
      _ = take("L")
      return number
    }

    mutating func tuple() throws(NumPyProblem) -> [Int] {
      try expect("(")
      var numbers: [Int] = []
      while !take(")") {
        numbers.append(try number())
        if take(",") { continue }
        // A tuple of one has its comma, or it would be a number in brackets.
        guard numbers.count > 1 else { throw .badHeader }
        try expect(")")
        break
      }
      return numbers
    }
  }

  init(_ bytes: ArraySlice<UInt8>) throws(NumPyProblem) {
    var parser = Parser(rest: bytes)
    var description: String?
    var isColumnMajor: Bool?
    var extents: [Int]?
    try parser.expect("{")
    while !parser.take("}") {
      let key = try parser.text()
      try parser.expect(":")
      switch key {
      case "descr" where description == nil:
        // A list describes records of several fields.
        guard !parser.take("[") else { throw .unknownElementType("record") }
        description = try parser.text()
      case "fortran_order" where isColumnMajor == nil: isColumnMajor = try parser.boolean()
      case "shape" where extents == nil: extents = try parser.tuple()
      default: throw .badHeader
      }
      if parser.take(",") { continue }
      try parser.expect("}")
      break
    }
    parser.skipBlanks()
    guard parser.rest.isEmpty, let description, let isColumnMajor, let extents else { throw .badHeader }
    self.description = description
    self.isColumnMajor = isColumnMajor
    self.extents = extents
  }
}
