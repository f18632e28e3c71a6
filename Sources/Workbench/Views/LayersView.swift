import Quantization
import Terminal

/// The model's tree: what is on where, and what it costs there.
enum LayersView {
  /// The columns from the right end, and what is left for the name.
  private struct Columns {
    let mark: Int, lis: Int, bits: Int, decibels: Int, ratio: Int
    let indent: Int
    let name: Int

    init(width: Int) {
      let isRoomy = width >= 46
      mark = isRoomy ? 6 : 4
      lis = isRoomy ? 6 : 4
      bits = isRoomy ? 6 : 5
      decibels = isRoomy ? 8 : 6
      ratio = width >= 42 ? 6 : 0
      indent = width >= 42 ? 2 : 1
      // Where there is room, the last column keeps off the frame.
      name = max(0, width - (width >= 42 ? 1 : 0) - mark - lis - bits - decibels - ratio)
    }
  }

  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let isFocused = state.focus == .layers
    let inner = painter.buffer.box(
      rect, title: painter.glyphs.spelled(title(state)), style: painter.theme[isFocused ? .focusedBorder : .border],
      titleStyle: painter.theme[isFocused ? .title : .muted], glyphs: painter.glyphs)
    guard inner.height > 1 else { return }
    let columns = Columns(width: inner.width)
    drawTitles(columns, in: inner.row(0), &painter)
    let list = inner.inset(top: 1)
    let rows = state.visibleRows
    if rows.isEmpty { painter.message("no row holds '\(state.layers.filter)' in its name", in: list) }
    for line in 0..<list.height where state.layers.scroll + line < rows.count {
      let row = state.tree.rows[rows[state.layers.scroll + line]]
      draw(row, state, columns, in: list.row(line), &painter)
    }
    drawScrollMarks(state, rowCount: rows.count, in: rect, height: list.height, &painter)
  }

  private static func title(_ state: WorkbenchState) -> String {
    var words = ["layers"]
    if !state.layers.filter.isEmpty { words.append("/\(state.layers.filter)") }
    if state.layers.isFlat { words.append(state.layers.order.rawValue) }
    if !state.layers.selected.isEmpty {
      let hidden = state.targets.hidden.count
      words.append("\(state.layers.selected.count) selected" + (hidden == 0 ? "" : ", \(hidden) hidden"))
    }
    return words.joined(separator: " · ")
  }

  private static func drawTitles(_ columns: Columns, in rect: Rect, _ painter: inout Painter) {
    var x = rect.x + columns.name
    painter.write("row", x: rect.x + 2, y: rect.y, role: .muted, width: columns.name - 2)
    for (title, width, alignment) in [
      ("PTS", columns.mark, TextLayout.Alignment.left), ("LIS", columns.lis, .left), ("bits", columns.bits, .right),
      (columns.decibels > 7 ? "SQNR dB" : "SQNR", columns.decibels, .right), ("range", columns.ratio, .right),
    ] where width > 0 {
      painter.write(title, x: x, y: rect.y, width: width, alignment: alignment, role: .muted)
      x += width
    }
  }

  private static func draw(
    _ row: LayerRow, _ state: WorkbenchState, _ columns: Columns, in rect: Rect, _ painter: inout Painter
  ) {
    let isCursor = row.id == state.layers.cursor
    let isSelected = state.layers.selected.contains(row.id)
    let role: StyleRole = row.kind == .site ? .muted : row.isGroup && row.principal == nil ? .title : .plain
    let y = rect.y
    if isCursor { painter.write(painter.glyphs.cursor, x: rect.x, y: y, role: .accent) }
    if isSelected { painter.write("*", x: rect.x + 1, y: y, role: .accent) }
    let flat = state.layers.isFlat
    let indent = flat ? 2 : 2 + row.depth * columns.indent
    var name = flat ? row.name : row.label
    if row.isGroup { name = (isOpen(row, state) ? painter.glyphs.foldOpen : painter.glyphs.foldClosed) + " " + name }
    painter.write(name, x: rect.x + indent, y: y, role: role, width: max(0, columns.name - indent - 1))

    var x = rect.x + columns.name
    func cell(_ text: String, _ width: Int, _ alignment: TextLayout.Alignment, _ role: StyleRole) {
      if width > 0 { painter.write(text, x: x, y: y, width: width, alignment: alignment, role: role) }
      x += width
    }
    let cells = LayerCells(row, state, glyphs: painter.glyphs)
    cell(cells.powersOfTwoScale, columns.mark, .left, role)
    cell(cells.logIntSoftmax, columns.lis, .left, role)
    cell(cells.bits, columns.bits, .right, role)
    cell(cells.decibels, columns.decibels, .right, row.isGroup ? .muted : role)
    cell(cells.ratio, columns.ratio, .right, role)
    if isSelected { painter.buffer.restyle(rect, adding: painter.theme[.selection]) }
    if isCursor { painter.markCursorRow(rect, isFocused: state.focus == .layers) }
  }

  private static func isOpen(_ row: LayerRow, _ state: WorkbenchState) -> Bool {
    !state.layers.filter.isEmpty || !state.layers.folded.contains(row.id)
  }

  private static func drawScrollMarks(
    _ state: WorkbenchState, rowCount: Int, in rect: Rect, height: Int, _ painter: inout Painter
  ) {
    guard rowCount > height, rect.width > 16 else { return }
    let above = state.layers.scroll
    let below = rowCount - above - height
    if above > 0 {
      painter.write(" \(painter.glyphs.up)\(above) ", x: rect.maxX - 7, y: rect.y, role: .muted)
    }
    if below > 0 {
      painter.write(" \(painter.glyphs.down)\(below) ", x: rect.maxX - 7, y: rect.maxY - 1, role: .muted)
    }
  }
}
