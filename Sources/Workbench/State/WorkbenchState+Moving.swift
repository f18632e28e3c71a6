import Models
import Terminal

extension WorkbenchState {
  package func layout() -> ScreenLayout { ScreenLayout(display.size, showsView: focus == .view) }

  package var pageSize: Int { max(1, (layout().layersList?.height ?? 10) - 1) }

  /// Moves the cursor of whatever list the keys act on.
  mutating func moveCursor(by count: Int) {
    if view == .runs, focus == .view {
      let before = options.runCursor
      options.runCursor = min(max(options.runCursor + count, 0), max(runs.records.count - 1, 0))
      if options.runCursor != before { options.flipCursor = 0 }
      return
    }
    let rows = visibleRows
    guard !rows.isEmpty else { return }
    let place = rows.firstIndex(of: layers.cursor) ?? 0
    layers.cursor = rows[min(max(place + count, 0), rows.count - 1)]
  }

  mutating func openGroup() {
    guard let row = cursorRow, row.isGroup else { return }
    if layers.folded.contains(row.id) {
      layers.folded.remove(row.id)
    } else {
      moveCursor(by: 1)
    }
  }

  mutating func closeGroup() {
    guard let row = cursorRow, !layers.isFlat else { return }
    if row.isGroup, !layers.folded.contains(row.id), layers.filter.isEmpty {
      layers.folded.insert(row.id)
    } else if let parent = row.parent {
      layers.cursor = parent
    }
  }

  /// Shows a view; on a screen too narrow for two panes, or where the view has a cursor, the keys go there.
  mutating func show(_ kind: ViewKind) {
    view = kind
    if kind == .runs || !layout().isWide {
      focus = .view
    } else {
      focus = .layers
    }
  }

  package var canGoBack: Bool {
    !layers.selected.isEmpty || !layers.filter.isEmpty || focus == .view || runs.current?.status == .running
  }

  mutating func goBack() -> [Effect] {
    if !layers.selected.isEmpty {
      layers.selected = []
    } else if !layers.filter.isEmpty {
      layers.filter = ""
    } else if focus == .view {
      focus = .layers
    } else if runs.current?.status == .running {
      runs.stopCurrent()
      notice = Notice("evaluation cancelled: any change starts the next")
      return [.cancelEvaluation]
    }
    return []
  }

  /// Brings cursors and scroll positions back to what exists and fits; runs after every message.
  mutating func settle() {
    let rows = visibleRows
    if !rows.contains(layers.cursor), let first = rows.first {
      layers.cursor = tree.ancestors(of: layers.cursor).first(where: rows.contains) ?? first
    }
    options.runCursor = min(max(options.runCursor, 0), max(runs.records.count - 1, 0))
    if options.flipCursor > 0 {
      options.flipCursor = min(options.flipCursor, max(0, (shownComparison?.flips.count ?? 0) - 1))
    }
    options.image = min(max(options.image, 0), max((findings.imageCount ?? 1) - 1, 0))
    if let head = options.head, head >= (shownAttention?.headCount ?? .max) { options.head = nil }
    if let channel = options.channel, channel >= shownChannelCount, shownChannelCount > 0 { options.channel = nil }
    guard let height = layout().layersList?.height, height > 0 else { return }
    let place = rows.firstIndex(of: layers.cursor) ?? 0
    layers.scroll = min(layers.scroll, place)
    layers.scroll = max(layers.scroll, place - height + 1)
    layers.scroll = min(layers.scroll, max(0, rows.count - height))
  }
}
