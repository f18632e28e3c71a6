import Terminal

extension Command {
  /// Ways to a row or a command.
  static let finding: [Command] = [
    Command(
      "filter", .layers, "filter the layers", keys: [.character("/")], hint: "filter",
      help: "Leaves the rows whose names hold every word typed; Enter keeps it, Escape takes it away.",
      action: { state in
        state.overlay = .filter(input: TextInput(state.layers.filter), before: state.layers.filter)
        state.focus = .layers
        return []
      }),
    Command(
      "palette", .everywhere, "command palette", keys: [.character(":")], hint: "command",
      help: "Finds any command by a few letters of its name.",
      action: { state in
        state.overlay = .palette(input: TextInput(), cursor: 0)
        return []
      }),
    Command(
      "order", .layers, "order of the layers", keys: [.character("S")],
      help: "Network order, worst SQNR first, widest range ratio first, fewest bits first.",
      action: { state in
        let orders = LayersPane.Order.allCases
        let next = ((orders.firstIndex(of: state.layers.order) ?? 0) + 1) % orders.count
        state.layers.order = orders[next]
        if state.layers.isFlat, let first = state.visibleRows.first { state.layers.cursor = first }
        state.notice = Notice("layers: \(orders[next].rawValue)")
        return []
      }),
    Command(
      "fold.all", .layers, "fold or unfold all", keys: [.character("z")],
      help: "Unfolds every block, or folds all where none is folded.",
      disabledReason: {
        $0.layers.isFlat || !$0.layers.filter.isEmpty ? "a filtered or sorted list has no folds" : nil
      },
      action: { state in
        let groups = state.tree.groups
        state.layers.folded = state.layers.folded.isEmpty ? Set(groups) : []
        return []
      }),
  ]
}
