import Terminal

extension Command {
  /// Moves of the cursor and between panes.
  static let moving: [Command] = [
    move("up", "up", keys: [.up, .character("k")], help: "Moves the cursor up.") { $0.moveCursor(by: -1) },
    move("down", "down", keys: [.down, .character("j")], help: "Moves the cursor down.") { $0.moveCursor(by: 1) },
    move("page.up", "page up", keys: [.pageUp], help: "Moves the cursor up by a screenful.") {
      $0.moveCursor(by: -$0.pageSize)
    },
    move("page.down", "page down", keys: [.pageDown], help: "Moves the cursor down by a screenful.") {
      $0.moveCursor(by: $0.pageSize)
    },
    move("first", "to the first row", keys: [.home, .character("g")], help: "Moves the cursor to the top.") {
      $0.moveCursor(by: -100_000)
    },
    move("last", "to the last row", keys: [.end, .character("G")], help: "Moves the cursor to the bottom.") {
      $0.moveCursor(by: 100_000)
    },
    Command(
      "open", .layers, "open or close", keys: [.enter], hint: "open",
      help: "Folds or unfolds a group; on any other row, goes to its view.",
      disabledReason: { $0.cursorRow == nil ? "no row here" : nil },
      action: { state in
        guard let row = state.cursorRow else { return [] }
        if row.isGroup, state.layers.filter.isEmpty {
          state.layers.folded.formSymmetricDifference([row.id])
        } else {
          state.focus = .view
        }
        return []
      }),
    Command(
      "left", .everywhere, "close, or step back", keys: [.left, .character("h")],
      help: "Folds the group or goes to the one above; in a view, the previous channel, head or image.",
      action: { state in
        state.focus == .view ? state.step(by: -1) : state.closeGroup()
        return []
      }),
    Command(
      "right", .everywhere, "open, or step on", keys: [.right, .character("l")],
      help: "Unfolds the group or goes into it; in a view, the next channel, head or image.",
      action: { state in
        state.focus == .view ? state.step(by: 1) : state.openGroup()
        return []
      }),
    Command(
      "pane", .everywhere, "other pane", keys: [.tab, .backTab], hint: "other pane",
      help: "Gives the keys to the other pane; on a narrow screen, shows it.",
      action: { state in
        state.focus = state.focus == .layers ? .view : .layers
        return []
      }),
  ]

  private static func move(
    _ id: String, _ name: String, keys: [Key], help: String, action: @escaping @Sendable (inout WorkbenchState) -> Void
  ) -> Command {
    Command(id, .everywhere, name, keys: keys, help: help) { state in
      action(&state)
      return []
    }
  }
}
