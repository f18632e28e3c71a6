import Terminal

/// The views' names in the frame of their pane.
enum ViewTabs {
  struct Tab {
    let view: ViewKind
    let text: String
    let columns: Range<Int>
  }

  static func tabs(in rect: Rect) -> [Tab] {
    let full = ViewKind.allCases.map { " \($0.digit) \($0.title) " }
    let fullWidth = full.reduce(0) { $0 + $1.count }
    // Neighbours share a space, then the longest word is cut short, before a name is lost off the edge.
    let isFull = fullWidth <= rect.width - 2
    let isNamed = fullWidth - full.count + 1 <= rect.width - 2
    var x = rect.x + 1
    return ViewKind.allCases.map { view in
      let name = isNamed ? view.title : view.shortTitle
      let text = " \(view.digit) \(name)" + (isFull || view == ViewKind.allCases.last ? " " : "")
      defer { x += text.count }
      return Tab(view: view, text: text, columns: x..<(x + text.count))
    }
  }

  /// Draws the frame with the tabs and returns the area inside.
  static func drawFrame(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) -> Rect {
    let isFocused = state.focus == .view
    let inner = painter.buffer.box(
      rect, style: painter.theme[isFocused ? .focusedBorder : .border], glyphs: painter.glyphs)
    for tab in tabs(in: rect) where tab.columns.upperBound < rect.maxX {
      painter.write(
        tab.text, x: tab.columns.lowerBound, y: rect.y, role: tab.view == state.view ? .activeTab : .muted)
    }
    return inner
  }
}
