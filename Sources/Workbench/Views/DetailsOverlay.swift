import Terminal

/// Everything that is known of the row under the cursor.
enum DetailsOverlay {
  private static let titleWidth = 14

  static func draw(_ state: WorkbenchState, _ painter: inout Painter) {
    guard let row = state.cursorRow else { return }
    let size = state.display.size
    let width = min(size.width - 2, 92)
    let textWidth = max(8, width - 4 - titleWidth)
    var lines: [(title: String, text: String)] = []
    for fact in RowDetails(row, state).facts {
      for (index, part) in TextLayout.wrapped(painter.glyphs.spelled(fact.text), width: textWidth).enumerated() {
        lines.append((index == 0 ? fact.title : "", part))
      }
    }
    let height = min(size.height - 2, lines.count + 2)
    let rect = Rect(x: (size.width - width) / 2, y: max(1, (size.height - height) / 2), width: width, height: height)
    let inner = painter.frame(rect, title: row.name)
    for (index, line) in lines.prefix(inner.height).enumerated() {
      painter.write(line.title, x: inner.x, y: inner.y + index, role: .muted, width: titleWidth - 1)
      painter.write(line.text, x: inner.x + titleWidth, y: inner.y + index, width: inner.width - titleWidth)
    }
    let way = " any key closes "
    painter.write(way, x: rect.maxX - 2 - way.count, y: rect.maxY - 1, role: .muted)
  }
}
