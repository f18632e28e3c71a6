extension CellBuffer {
  /// Writes one line from a column on, and returns how many columns it took.
  ///
  /// Combining characters stay with their letter, U+FFFD stands for control characters, and what does not fit is cut.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, x: Int, y: Int, style: Style = .plain, maxWidth: Int = .max
  ) -> Int {
    var used = 0
    for character in text {
      let columns = DisplayWidth.of(character)
      if columns > maxWidth - used || x + used >= width { break }
      self[x + used, y] = Cell(character, style: style)
      used += columns
    }
    return used
  }

  /// Writes one line into the first row of `rect`, cut with `ellipsis` where it is too long.
  package mutating func write(
    _ text: String, in rect: Rect, alignment: TextLayout.Alignment = .left, style: Style = .plain, ellipsis: String = ""
  ) {
    guard !rect.isEmpty else { return }
    let line = TextLayout.truncated(text, width: rect.width, ellipsis: ellipsis)
    let room = rect.width - DisplayWidth.of(line)
    let offset =
      switch alignment {
      case .left: 0
      case .right: room
      case .center: room / 2
      }
    write(line, x: rect.x + offset, y: rect.y, style: style, maxWidth: rect.width - offset)
  }

  /// Fills `rect` with one character of width 1.
  package mutating func fill(_ rect: Rect, with character: Character = " ", style: Style = .plain) {
    let area = rect.intersection(bounds)
    let cell = Cell(character, style: style)
    guard cell.width == 1 else { return }
    for y in area.minY..<area.maxY {
      for x in area.minX..<area.maxX { self[x, y] = cell }
    }
  }

  package mutating func horizontalLine(x: Int, y: Int, width: Int, style: Style = .plain, glyphs: GlyphSet) {
    fill(Rect(x: x, y: y, width: width, height: 1), with: glyphs.box.horizontal, style: style)
  }

  package mutating func verticalLine(x: Int, y: Int, height: Int, style: Style = .plain, glyphs: GlyphSet) {
    fill(Rect(x: x, y: y, width: 1, height: height), with: glyphs.box.vertical, style: style)
  }

  /// Draws a frame along the inner edge of `rect`, with a title in its upper line, and returns the area inside.
  ///
  /// A frame needs two rows and two columns; in less, nothing is drawn.
  @discardableResult
  package mutating func box(
    _ rect: Rect, title: String = "", style: Style = .plain, titleStyle: Style? = nil, glyphs: GlyphSet
  ) -> Rect {
    guard rect.width >= 2, rect.height >= 2 else { return rect.inset() }
    let box = glyphs.box
    let right = rect.maxX - 1
    let bottom = rect.maxY - 1
    horizontalLine(x: rect.x + 1, y: rect.y, width: rect.width - 2, style: style, glyphs: glyphs)
    horizontalLine(x: rect.x + 1, y: bottom, width: rect.width - 2, style: style, glyphs: glyphs)
    verticalLine(x: rect.x, y: rect.y + 1, height: rect.height - 2, style: style, glyphs: glyphs)
    verticalLine(x: right, y: rect.y + 1, height: rect.height - 2, style: style, glyphs: glyphs)
    self[rect.x, rect.y] = Cell(box.topLeft, style: style)
    self[right, rect.y] = Cell(box.topRight, style: style)
    self[rect.x, bottom] = Cell(box.bottomLeft, style: style)
    self[right, bottom] = Cell(box.bottomRight, style: style)
    if !title.isEmpty, rect.width >= 5 {
      let shown = TextLayout.truncated(title, width: rect.width - 4, ellipsis: glyphs.ellipsis)
      write(" \(shown) ", x: rect.x + 1, y: rect.y, style: titleStyle ?? style, maxWidth: rect.width - 2)
    }
    return rect.inset()
  }
}
