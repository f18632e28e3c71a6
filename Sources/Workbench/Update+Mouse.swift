import Terminal

extension WorkbenchState {
  /// Clicks choose, a click on the chosen opens, the wheel scrolls what is under it.
  mutating func handle(_ event: MouseEvent) -> [Effect] {
    guard !ScreenLayout.isTooSmall(display.size) else { return [] }
    switch event.kind {
    case .wheelUp, .wheelDown:
      scroll(by: event.kind == .wheelUp ? -3 : 3, at: event)
      return []
    case .press:
      notice = nil
      return press(x: event.x, y: event.y)
    case .release, .middlePress, .rightPress:
      return []
    }
  }

  private mutating func scroll(by count: Int, at event: MouseEvent) {
    switch overlay {
    case .help:
      _ = handleInOverlay(count < 0 ? .up : .down)
    case .palette:
      _ = handleInOverlay(count < 0 ? .up : .down)
    case nil:
      let layout = layout()
      if layout.view?.contains(x: event.x, y: event.y) == true {
        if view == .runs {
          options.flipCursor = max(0, options.flipCursor + count)
        } else if view != .error {
          step(by: count.signum())
        }
      } else if layout.layers?.contains(x: event.x, y: event.y) == true {
        focus = .layers
        moveCursor(by: count)
      }
    default: break
    }
  }

  private mutating func press(x: Int, y: Int) -> [Effect] {
    switch overlay {
    case nil: break
    case .tour, .help, .details:
      // A click closes what asks nothing.
      overlay = nil
      return []
    case .palette(let input, let cursor): return press(x: x, y: y, inPalette: input, cursor: cursor)
    default: return []
    }
    let layout = layout()
    if layout.footer.contains(x: x, y: y) {
      guard let item = FooterView.items(self).first(where: { $0.columns.contains(x) }) else { return [] }
      return item.command.perform(&self)
    }
    if let list = layout.layersList, list.contains(x: x, y: y) { return press(row: y - list.y) }
    if let pane = layout.view, pane.contains(x: x, y: y) {
      if y == pane.y, let tab = ViewTabs.tabs(in: pane).first(where: { $0.columns.contains(x) }) {
        show(tab.view)
      } else {
        focus = .view
      }
    }
    return []
  }

  /// A click on a command runs it; beside the palette it closes it.
  private mutating func press(x: Int, y: Int, inPalette input: TextInput, cursor: Int) -> [Effect] {
    guard PaletteOverlay.frame(display.size).contains(x: x, y: y) else {
      overlay = nil
      return []
    }
    let list = PaletteOverlay.list(display.size)
    let index = PaletteOverlay.first(cursor: cursor, display.size) + y - list.y
    let found = Palette(self, line: input.text).items
    guard list.contains(x: x, y: y), found.indices.contains(index) else { return [] }
    return choose(found[index], typed: input.text)
  }

  private mutating func press(row: Int) -> [Effect] {
    let rows = visibleRows
    let index = layers.scroll + row
    guard rows.indices.contains(index) else { return [] }
    let wasCursor = layers.cursor == rows[index] && focus == .layers
    focus = .layers
    layers.cursor = rows[index]
    if tree.rows[rows[index]].isGroup {
      return Command.named("open").perform(&self)
    }
    return wasCursor ? Command.named("toggle").perform(&self) : []
  }
}
