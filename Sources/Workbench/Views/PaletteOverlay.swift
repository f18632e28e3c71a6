import Terminal

/// Every command of where the person is, found by a few letters, with what some of them take.
enum PaletteOverlay {
  static func frame(_ size: Size) -> Rect {
    let width = min(size.width - 2, 90)
    return Rect(x: (size.width - width) / 2, y: 1, width: width, height: min(size.height - 2, 20))
  }

  /// Where the commands stand, below the line that is typed and the one that says what is wrong with it.
  static func list(_ size: Size) -> Rect { frame(size).inset().inset(left: 1, top: 2, right: 1) }

  /// The position of the command at the top of the list, so that the one under the cursor is in sight.
  static func first(cursor: Int, _ size: Size) -> Int { max(0, cursor - list(size).height + 1) }

  static func draw(_ state: WorkbenchState, input: TextInput, cursor: Int, _ painter: inout Painter) {
    let rect = frame(state.display.size)
    let inner = painter.frame(rect, title: "commands")
    InputLine.draw(": ", input, in: inner.row(0), &painter)
    let palette = Palette(state, line: input.text)
    let way = "Tab completes  Enter does it  Escape closes"
    painter.write(
      state.notice?.text ?? palette.problem ?? way, x: inner.x, y: inner.y + 1,
      role: state.notice == nil && palette.problem == nil ? .muted : .warning, width: inner.width)
    let list = list(state.display.size)
    let first = first(cursor: cursor, state.display.size)
    for (index, item) in palette.items.dropFirst(first).prefix(list.height).enumerated() {
      draw(item, isCursor: first + index == cursor, in: list.row(index), &painter)
    }
  }

  private static func draw(_ item: PaletteItem, isCursor: Bool, in rect: Rect, _ painter: inout Painter) {
    let titleWidth = min(36, max(rect.width - 8, 0))
    let role: StyleRole = item.refusal == nil ? .plain : .disabled
    painter.write(item.title, x: rect.x, y: rect.y, role: role, width: titleWidth)
    for position in item.positions where position < titleWidth {
      painter.buffer.restyle(
        Rect(x: rect.x + position, y: rect.y, width: 1, height: 1), adding: painter.theme[.match])
    }
    let keyX = rect.maxX - item.key.count
    let textX = rect.x + titleWidth + 1
    painter.write(
      item.refusal ?? item.detail, x: textX, y: rect.y, role: item.refusal == nil ? .muted : .disabled,
      width: max(0, keyX - textX - 1))
    painter.write(item.key, x: keyX, y: rect.y, role: .keyHint)
    if isCursor { painter.markCursorRow(rect, isFocused: true) }
  }
}
