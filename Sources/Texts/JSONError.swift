/// Why a text is not the JSON that this program reads, and where.
package struct JSONError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case empty
    case notUTF8
    /// UTF-16 or UTF-32, which editors on Windows write.
    case otherEncoding
    case unexpected(String, expected: String)
    case endsEarly(expected: String)
    /// `NaN` or `Infinity`, which Python writes.
    case notANumber(String)
    case badNumber(String)
    case badEscape
    case controlCharacter
    case memberTwice(String)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
    case textAfterEnd
  }

  package let reason: Reason
  /// Counted from 1.
  package let line: Int

  package init(_ reason: Reason, line: Int) {
    self.reason = reason
    self.line = line
  }
}

extension JSONError: CustomStringConvertible {
  package var description: String {
    switch reason {
    case .empty: "it is empty"
    case .notUTF8: "line \(line) is not UTF-8 text"
    case .otherEncoding: "it is UTF-16 or UTF-32 text; save it as UTF-8"
    case .unexpected(let found, let expected): "line \(line) has \(found) where \(expected) is expected"
    case .endsEarly(let expected): "it ends at line \(line), where \(expected) is expected"
    case .notANumber(let word): "line \(line) has \(word), which JSON does not know"
    case .badNumber(let text): "line \(line) has '\(text)', which is no number in JSON"
    case .badEscape: "line \(line) has an escape that JSON does not know, or half a pair of \\u escapes"
    case .controlCharacter: "line \(line) has a control character or a line break within a text"
    case .memberTwice(let name): "line \(line) gives '\(name.printable(limit: 80))' a second time"
    case .tooDeep(let limit): "line \(line) nests values deeper than \(limit) levels"
    case .tooManyValues(let limit): "it has more than \(limit) values"
    case .textAfterEnd: "line \(line) has more text after the end"
    }
  }
}
