package import Texts

/// One argument of a network as a user writes it: `num_heads=6`, `depths=[2,2,6,2]`, `global_pool=avg`.
package struct ModelArgument: Sendable, Hashable {
  package enum Problem: Error, Hashable, Sendable {
    case noName(String)
    case badValue(name: String, value: String)
  }

  package let name: String
  package let value: JSONValue

  /// Reads `NAME=VALUE`, whose value is JSON, one of Python's `True`, `False` and `None`, or a bare word.
  package init(_ text: String) throws(Problem) {
    guard let equals = text.firstIndex(of: "="), Self.isWord(text[..<equals]) else { throw .noName(text) }
    name = String(text[..<equals])
    let written = String(text[text.index(after: equals)...])
    switch written {
    case "True": value = .bool(true)
    case "False": value = .bool(false)
    case "None": value = .null
    case _ where Self.isWord(written[...]) && !["true", "false", "null"].contains(written): value = .string(written)
    default:
      do throws(JSONError) {
        value = try JSONScanner.value(of: Array(written.utf8), limits: .init(depth: 8, valueCount: 1_000))
      } catch {
        throw .badValue(name: name, value: written)
      }
    }
  }

  /// Letters, digits and what names have between them, beginning with a letter.
  private static func isWord(_ text: Substring) -> Bool {
    guard let first = text.first, first.isASCII, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
  }
}

extension ModelArgument.Problem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noName(let text): "'\(text.printable(limit: 80))' is not NAME=VALUE, such as num_heads=6"
    case .badValue(let name, let value):
      "the value of \(name), '\(value.printable(limit: 80))', is neither JSON nor a word; write num_heads=6, depths=[2,2,6,2] or global_pool=avg"
    }
  }
}
