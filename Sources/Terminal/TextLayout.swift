/// Text made to fit a number of columns.
package enum TextLayout {
  package enum Alignment: Hashable, Sendable {
    case left, right, center
  }

  /// The text cut to at most `width` columns; a cut shows `ellipsis` at its end, where there is room for it.
  package static func truncated(_ text: String, width: Int, ellipsis: String = "") -> String {
    guard width > 0 else { return "" }
    guard DisplayWidth.of(text) > width else { return text }
    let mark = DisplayWidth.of(ellipsis) < width ? ellipsis : ""
    let room = width - DisplayWidth.of(mark)
    var result = ""
    var used = 0
    for character in text {
      used += DisplayWidth.of(character)
      if used > room { break }
      result.append(character)
    }
    return result + mark
  }

  /// The text in exactly `width` columns: cut as `truncated` does, or padded with spaces.
  package static func fitted(
    _ text: String, width: Int, alignment: Alignment = .left, ellipsis: String = ""
  ) -> String {
    let cut = truncated(text, width: width, ellipsis: ellipsis)
    let padding = max(width - DisplayWidth.of(cut), 0)
    let before =
      switch alignment {
      case .left: 0
      case .right: padding
      case .center: padding / 2
      }
    return String(repeating: " ", count: before) + cut + String(repeating: " ", count: padding - before)
  }

  /// The text in lines of at most `width` columns, broken at spaces; longer words are cut apart.
  package static func wrapped(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrapParagraph($0, width: width) }
  }

  private static func wrapParagraph(_ paragraph: Substring, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(word) <= width {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty, DisplayWidth.of(line) + DisplayWidth.of(character) > width {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    lines.append(line)
    return lines
  }
}
