/// Which characters a terminal can show, from the richest set to the plainest.
///
/// Marks are chosen outside of the characters whose width depends on the locale, where there is a choice.
package enum GlyphSet: String, Hashable, Sendable, CaseIterable {
  /// Frames, blocks, and plots of 2 × 4 dots a cell.
  case braille
  /// The same with plots of 2 × 2 quadrants, for fonts without braille.
  case block
  case ascii

  /// The set for a terminal: ASCII outside of UTF-8, as the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set says, and
  /// where `TERM` names one whose font has little beyond it.
  package static func automatic(environment: [String: String]) -> GlyphSet {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let folded = locale.lowercased()
    guard folded.contains("utf-8") || folded.contains("utf8") else { return .ascii }
    let terminal = environment["TERM"] ?? ""
    return plainTerminals.contains { terminal == $0 || terminal.hasPrefix($0 + "-") } ? .ascii : .braille
  }

  /// The consoles of Linux and BSD, whose fonts hold 256 or 512 characters without braille and quadrants, and terminals
  /// from before Unicode.
  private static let plainTerminals = [
    "linux", "ansi", "cons25", "cygwin", "dumb", "pccon", "sun", "vt52", "vt100", "vt102", "vt220", "vt320", "vt420",
    "wsvt25", "wyse50", "wyse60",
  ]

  private var isASCII: Bool { self == .ascii }

  package var box: BoxGlyphs { isASCII ? .ascii : .unicode }

  package var foldClosed: String { isASCII ? ">" : "▸" }
  package var foldOpen: String { isASCII ? "v" : "▾" }
  /// Before the row that the keys act on.
  package var cursor: String { isASCII ? ">" : "►" }
  package var checked: String { "[x]" }
  package var unchecked: String { "[ ]" }

  package var up: String { isASCII ? "^" : "▴" }
  package var down: String { isASCII ? "v" : "▾" }
  package var left: String { isASCII ? "<" : "◂" }
  package var right: String { isASCII ? ">" : "▸" }
  package var arrow: String { isASCII ? "->" : "→" }
  package var ellipsis: String { isASCII ? "~" : "⋯" }
  package var separator: String { isASCII ? "|" : "·" }

  /// A bar's cell from empty to full: eighths from the left, or none and all in ASCII.
  package var barPieces: [Character] {
    isASCII ? [" ", "#"] : [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  }
  /// A column's cell from empty to full: eighths from below, or none and all in ASCII.
  package var columnPieces: [Character] {
    isASCII ? [" ", "#"] : [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  }
  package var barStart: String { isASCII ? "[" : "▕" }
  package var barEnd: String { isASCII ? "]" : "▏" }

  /// Text with the signs that this set lacks spelled in ASCII (`±` becomes `+-`, `α` becomes `alpha`).
  package func spelled(_ text: String) -> String {
    func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) || byte == 0x0A }
    guard isASCII, !text.utf8.allSatisfy(isPlain) else { return text }
    return text.reduce(into: "") { result, character in
      result += character.utf8.allSatisfy(isPlain) ? String(character) : Self.spellings[character] ?? "?"
    }
  }

  private static let spellings: [Character: String] = [
    "±": "+-", "×": "x", "·": "|", "−": "-", "–": "-", "—": "-", "…": "...", "⋯": "~", "→": "->", "←": "<-",
    "↑": "^", "↓": "v", "α": "alpha", "σ": "sigma", "µ": "u", "≤": "<=", "≥": ">=", "≈": "~", "∞": "inf", "²": "^2",
    "⁻": "-", "▸": ">", "▾": "v", "►": ">", "▴": "^", "◂": "<", "✓": "x", "█": "#", "‘": "'", "’": "'", "“": "\"",
    "”": "\"", "³": "^3", "½": "1/2", "°": "deg",
  ]
}
