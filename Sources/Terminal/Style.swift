/// How a cell looks: two colours and four attributes.
package struct Style: Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var bold: Bool
  package var dim: Bool
  package var underline: Bool
  package var reverse: Bool

  package init(
    foreground: Color = .default, background: Color = .default, bold: Bool = false, dim: Bool = false,
    underline: Bool = false, reverse: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.dim = dim
    self.underline = underline
    self.reverse = reverse
  }

  /// The terminal's own colours, no attribute.
  package static let plain = Style()

  /// This style with what `other` adds: its colours where it has any, its attributes beside those already on.
  package func merging(_ other: Style) -> Style {
    Style(
      foreground: other.foreground == .default ? foreground : other.foreground,
      background: other.background == .default ? background : other.background,
      bold: bold || other.bold, dim: dim || other.dim, underline: underline || other.underline,
      reverse: reverse || other.reverse)
  }

  package func reduced(to depth: ColorDepth) -> Style {
    var style = self
    style.foreground = foreground.reduced(to: depth)
    style.background = background.reduced(to: depth)
    return style
  }
}

extension Style: CustomStringConvertible {
  package var description: String {
    var words: [String] = []
    if foreground != .default { words.append("fg=\(foreground)") }
    if background != .default { words.append("bg=\(background)") }
    if bold { words.append("bold") }
    if dim { words.append("dim") }
    if underline { words.append("underline") }
    if reverse { words.append("reverse") }
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }
}
