package import Terminal

/// Draws by meaning: roles instead of styles, and every text in the characters that the terminal has.
package struct Painter {
  package var buffer: CellBuffer
  package let theme: Theme
  package let glyphs: GlyphSet

  package init(buffer: CellBuffer, display: Display) {
    self.buffer = buffer
    theme = display.theme
    glyphs = display.glyphs
  }

  /// One line from a column on; what does not fit is cut. Returns the columns it took.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, role: StyleRole = .plain, width: Int = .max
  ) -> Int {
    let spelled = glyphs.spelled(text)
    guard width < .max else { return buffer.write(spelled, x: x, y: y, style: theme[role]) }
    let line = TextLayout.truncated(spelled, width: width, ellipsis: glyphs.ellipsis)
    return buffer.write(line, x: x, y: y, style: theme[role], maxWidth: max(width, 0))
  }

  /// One line that fills `width` columns, so that right-aligned numbers end in one column.
  package mutating func write(
    _ text: String, x: Int, y: Int, width: Int, alignment: TextLayout.Alignment, role: StyleRole = .plain
  ) {
    let line = TextLayout.fitted(
      glyphs.spelled(text), width: width, alignment: alignment, ellipsis: glyphs.ellipsis)
    buffer.write(line, x: x, y: y, style: theme[role], maxWidth: max(width, 0))
  }

  /// Pieces with their own roles, one after the other, as far as they fit.
  package mutating func write(_ pieces: [(String, StyleRole)], x: Int, y: Int, width: Int) {
    var used = 0
    for (text, role) in pieces {
      guard used < width else { return }
      used += write(text, x: x + used, y: y, role: role, width: width - used)
    }
  }

  /// Text in the middle of an area, for what there is nothing else to say in.
  package mutating func message(_ text: String, in rect: Rect, role: StyleRole = .muted) {
    let lines = TextLayout.wrapped(glyphs.spelled(text), width: rect.width - 2)
    let top = rect.y + max(0, (rect.height - lines.count) / 2)
    for (index, line) in lines.enumerated() where top + index < rect.maxY {
      write(line, x: rect.x + 1, y: top + index, width: rect.width - 2, alignment: .center, role: role)
    }
  }

  /// Shows which row the keys act on: in one look where they do, so that no colour of its parts disturbs it.
  package mutating func markCursorRow(_ rect: Rect, isFocused: Bool) {
    let style = theme[isFocused ? .cursorRow : .cursorRowUnfocused]
    buffer.restyle(rect) { isFocused ? style : $0.merging(style) }
  }

  package mutating func clear(_ rect: Rect) { buffer.fill(rect) }

  /// Clears an area for what is laid over the screen and frames it; returns what is left inside, off the frame.
  @discardableResult
  package mutating func frame(_ rect: Rect, title: String) -> Rect {
    clear(rect)
    return buffer.box(rect, title: title, style: theme[.focusedBorder], titleStyle: theme[.title], glyphs: glyphs)
      .inset(left: 1, right: 1)
  }

  /// The first wording that fits; the last where none does, to be cut.
  package func fitting(_ wordings: [String], width: Int) -> String {
    wordings.first { self.width(of: $0) <= width } ?? wordings.last ?? ""
  }

  package func width(of text: String) -> Int { DisplayWidth.of(glyphs.spelled(text)) }

  /// Of pieces one after the other.
  package func width(of pieces: [(String, StyleRole)]) -> Int { pieces.reduce(0) { $0 + width(of: $1.0) } }
}
