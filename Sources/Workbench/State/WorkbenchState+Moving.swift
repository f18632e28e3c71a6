import Graphs
import Models
import Terminal

extension WorkbenchState {
  package func layout() -> ScreenLayout {
    ScreenLayout(display.size, showsView: focus == .view, isZoomed: isZoomed)
  }

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

  /// Unfolds the group, or goes into it.
  mutating func openGroup() {
    guard let row = cursorRow else { return }
    guard row.isGroup else {
      notice = Notice("\(row.name) holds no rows; Enter or Tab goes to its view")
      return
    }
    if layers.folded.contains(row.id), layers.filter.isEmpty {
      layers.folded.remove(row.id)
    } else {
      moveCursor(by: 1)
    }
  }

  /// Folds the group, or goes to the one that holds the row.
  mutating func closeGroup() {
    guard let row = cursorRow else { return }
    guard !layers.isFlat else {
      notice = Notice("a sorted list has no groups: S puts it in network order")
      return
    }
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
    isZoomed || focus == .view || !layers.selected.isEmpty || !layers.filter.isEmpty
  }

  /// One level: the zoom, the view, the selection, the filter. A run goes on, and nothing that was edited is lost.
  mutating func goBack() {
    if isZoomed {
      isZoomed = false
    } else if focus == .view {
      focus = .layers
    } else if !layers.selected.isEmpty {
      notice = Notice("selection dropped: it was \(layers.selected.count == 1 ? "1 row" : "\(layers.selected.count) rows")")
      layers.selected = []
    } else if !layers.filter.isEmpty {
      layers.filter = ""
      layers.folded.subtract(tree.ancestors(of: layers.cursor))
    }
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
