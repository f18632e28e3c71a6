import Quantization
import Terminal

/// The model's tree: what is on where, and what it costs there.
enum LayersView {
  private enum Column: CaseIterable {
    case powersOfTwoScale, logIntSoftmax, bits, decibels, ratio

    var title: String {
      switch self {
      case .powersOfTwoScale: "PTS"
      case .logIntSoftmax: "LIS"
      case .bits: "bits"
      case .decibels: "SQNR dB"
      case .ratio: "range"
      }
    }
  }

  /// The columns from the right end, and what is left for the name.
  private struct Columns {
    private(set) var shown: [(column: Column, width: Int)]
    let indent: Int
    private(set) var name: Int

    init(width: Int, order: LayersPane.Order, longestName: Int) {
      let isRoomy = width >= 42
      indent = isRoomy ? 2 : 1
      let widths = isRoomy ? [5, 5, 6, 8, 6] : [4, 4, 5, 6, order == .rangeRatio ? 6 : 0]
      shown = zip(Column.allCases, widths).filter { $0.1 > 0 }.map { ($0, $1) }
      // Where there is room, the last column keeps off the frame.
      let margin = isRoomy ? 1 : 0
      name = 0
      func left() -> Int { max(0, width - margin - shown.reduce(0) { $0 + $1.width }) }
      name = left()
      guard order != .network else { return }
      // Out of their groups, rows need their whole names more than every column; what they are sorted by stays.
      let sorted: Column = order == .rangeRatio ? .ratio : order == .bits ? .bits : .decibels
      for column in [Column.ratio, .powersOfTwoScale, .logIntSoftmax, .decibels, .bits]
      where column != sorted && name < longestName + 3 {
        shown.removeAll { $0.column == column }
        name = left()
      }
    }
  }

  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let isFocused = state.focus == .layers
    let inner = painter.buffer.box(
      rect, title: painter.glyphs.spelled(title(state)), style: painter.theme[isFocused ? .focusedBorder : .border],
      titleStyle: painter.theme[isFocused ? .title : .muted], glyphs: painter.glyphs)
    guard inner.height > 1 else { return }
    let longest = state.layers.isFlat ? state.tree.leaves.map { state.tree.rows[$0].name.count }.max() ?? 0 : 0
    let columns = Columns(width: inner.width, order: state.layers.order, longestName: longest)
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
    for (column, width) in columns.shown {
      let title = column == .decibels && width < 8 ? "SQNR" : column.title
      painter.write(title, x: x, y: rect.y, width: width, alignment: alignment(column), role: .muted)
      x += width
    }
  }

  private static func alignment(_ column: Column) -> TextLayout.Alignment {
    column == .powersOfTwoScale || column == .logIntSoftmax ? .left : .right
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
    // Beginnings repeat themselves from row to row, so a name that is too long is cut in its middle.
    let room = max(0, columns.name - indent - 1)
    if room >= 5, name.count > room {
      name = name.prefix((room - 1) / 2) + painter.glyphs.ellipsis + name.suffix(room - 1 - (room - 1) / 2)
    }
    painter.write(name, x: rect.x + indent, y: y, role: role, width: room)

    var x = rect.x + columns.name
    let cells = LayerCells(row, state, glyphs: painter.glyphs)
    for (column, width) in columns.shown {
      let text =
        switch column {
        case .powersOfTwoScale: cells.powersOfTwoScale
        case .logIntSoftmax: cells.logIntSoftmax
        case .bits: cells.bits
        case .decibels: cells.decibels
        case .ratio: cells.ratio
        }
      let cellRole = column == .decibels && row.isGroup ? .muted : role
      painter.write(text, x: x, y: y, width: width, alignment: alignment(column), role: cellRole)
      x += width
    }
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
