/// The lines of a text that somebody else's program wrote.
///
/// A byte-order mark at its beginning is no part of it; a line ends with LF, CR LF or CR alone, and blanks at its ends do
/// not count.
package struct TextLines: Sendable {
  package struct Line: Sendable, Hashable {
    /// From 1.
    package let number: Int
    package let text: Substring
    /// The bytes that stand for `part` of the line in the file: its UTF-8, or the file's own bytes where they are none.
    package func bytes(of part: some StringProtocol) -> [UInt8] {
      isUTF8 ? Array(part.utf8) : part.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }
    /// Where false, each scalar of `text` stands for one byte of the file, as in Latin-1.
    package let isUTF8: Bool
  }

  /// Why bytes are no text.
  package enum Problem: Error, Hashable, Sendable {
    case isUTF16
    case notUTF8(line: Int)
    /// A zero byte, which no text has.
    case isBinary(line: Int)
    case lineTooLong(line: Int)
    case tooManyLines
  }

  /// Bytes of a line; a path has 4,096 at most, and a class's names are shorter.
  package static let lengthLimit = 1 << 16
  package static let countLimit = 2_000_000

  /// Those that are not blank.
  package let lines: [Line]

  /// - Parameter keepsForeignBytes: whether lines that are no UTF-8 are read byte by byte, for the names of files in
  ///   them, instead of being refused.
  package init(_ bytes: some Collection<UInt8>, keepsForeignBytes: Bool = false) throws(Problem) {
    var lines: [Line] = []
    var number = 0
    var rest = try Self.withoutMark(bytes)
    while true {
      number += 1
      let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      let line = rest[..<(end ?? rest.endIndex)]
      guard line.count <= Self.lengthLimit else { throw .lineTooLong(line: number) }
      guard !line.contains(0) else { throw .isBinary(line: number) }
      guard lines.count < Self.countLimit else { throw .tooManyLines }
      if let text = String(validating: line, as: UTF8.self) {
        let trimmed = text[...].trimmed
        if !trimmed.isEmpty { lines.append(Line(number: number, text: trimmed, isUTF8: true)) }
      } else {
        guard keepsForeignBytes else { throw .notUTF8(line: number) }
        let text = String(String.UnicodeScalarView(line.map { Unicode.Scalar($0) }))
        let trimmed = text[...].trimmed
        if !trimmed.isEmpty { lines.append(Line(number: number, text: trimmed, isUTF8: false)) }
      }
      guard let end else { break }
      let next = rest.index(after: end)
      let isPair = rest[end] == UInt8(ascii: "\r") && next < rest.endIndex && rest[next] == UInt8(ascii: "\n")
      rest = rest[(isPair ? rest.index(after: next) : next)...]
    }
    self.lines = lines
  }

  /// The text without its byte-order mark, each line ended by LF alone: for readers that have lines of their own.
  package static func text(_ bytes: some Collection<UInt8>) throws(Problem) -> String {
    guard let text = String(validating: try withoutMark(bytes), as: UTF8.self) else {
      _ = try TextLines(bytes)
      // Each line is UTF-8, so the whole is.
      preconditionFailure("UTF-8 line by line but not as a whole")
    }
    return text.contains("\r") || text.contains("\r\n")
      ? String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 }) : text
  }

  private static func withoutMark<Bytes: Collection<UInt8>>(_ bytes: Bytes) throws(Problem) -> Bytes.SubSequence {
    let start = Array(bytes.prefix(3))
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { throw .isUTF16 }
    return start == [0xEF, 0xBB, 0xBF] ? bytes.dropFirst(3) : bytes[...]
  }
}

extension TextLines.Problem: CustomStringConvertible {
  /// What is wrong and what helps, to follow a file's name.
  package var description: String {
    switch self {
    case .isUTF16: "is UTF-16 text; save it as UTF-8"
    case .notUTF8(let line): "is not UTF-8 text in line \(line); save it as UTF-8"
    case .isBinary(let line): "is not text: line \(line) holds a zero byte"
    case .lineTooLong(let line): "is not a list: line \(line) has more than \(TextLines.lengthLimit) bytes"
    case .tooManyLines: "has more than \(TextLines.countLimit) lines; is it the right file?"
    }
  }
}

extension Substring {
  /// Without the blanks at both ends.
  package var trimmed: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return self[first...last]
  }
}
