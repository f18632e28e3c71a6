import Terminal

/// Every command of where the person is, found by a few letters.
enum PaletteOverlay {
  static func matches(_ state: WorkbenchState, query: String) -> [(command: Command, match: FuzzyMatch)] {
    let commands = Command.all.filter { $0.isInScope(state) && $0.id != "palette" }
    return FuzzyMatch.ranked(commands, query: query) { $0.name }.map { ($0.element, $0.match) }
  }

  static func frame(_ size: Size) -> Rect {
    let width = min(size.width - 2, 76)
    return Rect(x: (size.width - width) / 2, y: 1, width: width, height: min(size.height - 2, 20))
  }

  /// Where the commands stand, below the line that is typed.
  static func list(_ size: Size) -> Rect { frame(size).inset().inset(left: 1, top: 1, right: 1) }

  /// The position of the command at the top of the list, so that the one under the cursor is in sight.
  static func first(cursor: Int, _ size: Size) -> Int { max(0, cursor - list(size).height + 1) }

  static func draw(_ state: WorkbenchState, input: TextInput, cursor: Int, _ painter: inout Painter) {
    let rect = frame(state.display.size)
    painter.clear(rect)
    let inner = painter.buffer.box(
      rect, title: "commands", style: painter.theme[.focusedBorder], titleStyle: painter.theme[.title],
      glyphs: painter.glyphs
    ).inset(left: 1, right: 1)
    let prompt = ": " + input.text
    painter.write(prompt, x: inner.x, y: inner.y, role: .title, width: inner.width - 1)
    let place = min(2 + input.cursor, inner.width - 1)
    painter.buffer.restyle(Rect(x: inner.x + place, y: inner.y, width: 1, height: 1)) { style in
      var style = style
      style.reverse = true
      return style
    }
    let found = matches(state, query: input.text)
    let list = list(state.display.size)
    if found.isEmpty { painter.message("no command has these letters in its name", in: list) }
    let first = first(cursor: cursor, state.display.size)
    for (index, item) in found.dropFirst(first).prefix(list.height).enumerated() {
      draw(item.command, item.match, state, isCursor: first + index == cursor, in: list.row(index), &painter)
    }
  }

  private static func draw(
    _ command: Command, _ match: FuzzyMatch, _ state: WorkbenchState, isCursor: Bool, in rect: Rect,
    _ painter: inout Painter
  ) {
    let reason = command.disabledReason(state)
    let nameWidth = min(30, rect.width - 8)
    painter.write(
      command.name, x: rect.x, y: rect.y, role: reason == nil ? .plain : .disabled, width: nameWidth)
    for position in match.positions where position < nameWidth {
      painter.buffer.restyle(
        Rect(x: rect.x + position, y: rect.y, width: 1, height: 1), adding: painter.theme[.match])
    }
    let key = command.keys.first?.description ?? ""
    let keyX = rect.maxX - key.count
    let textX = rect.x + nameWidth + 1
    painter.write(
      reason ?? command.help, x: textX, y: rect.y, role: reason == nil ? .muted : .disabled,
      width: max(0, keyX - textX - 1))
    painter.write(key, x: keyX, y: rect.y, role: .keyHint)
    if isCursor { painter.markCursorRow(rect, isFocused: true) }
  }
}
