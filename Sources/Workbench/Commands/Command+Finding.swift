import Terminal

extension Command {
  /// Ways to a row or a command.
  static let finding: [Command] = [
    Command(
      "filter", .layers, "filter the layers", keys: [.character("/")], hint: "filter",
      help: "Leaves the rows whose names hold every word typed; Enter keeps it, Escape takes it away.",
      synonyms: ["search", "find"],
      argument: CommandArgument(["filter", "find", "/"], example: "filter fc2 weight") { _, typed in
        [
          ArgumentChoice(text: typed, detail: typed.isEmpty ? "shows all rows" : "leaves the rows that hold these words") {
            state in
            state.layers.filter = typed
            if state.visibleRows.isEmpty {
              state.layers.filter = ""
              state.notice = Notice("no row is called '\(typed)'", .warning)
            }
            return []
          }
        ]
      },
      action: { state in
        state.overlay = .filter(
          input: TextInput(state.layers.filter, isProposal: true), before: state.layers.filter,
          row: state.layers.cursor)
        state.focus = .layers
        return []
      }),
    Command(
      "palette", .everywhere, "command palette", keys: [.character(":")], hint: "command",
      help: "Finds any command by a few letters, takes arguments such as bits 4, and goes to a row by its name.",
      action: { state in
        state.overlay = .palette(input: TextInput(), cursor: 0)
        return []
      }),
    Command(
      "details", .layers, "details of the row", keys: [.character("d")],
      help: "Everything that is known of the row: what it is, its kind, its other name, its scheme in words.",
      synonyms: ["describe", "info", "alias", "name"],
      disabledReason: { $0.cursorRow == nil ? "no row here" : nil },
      action: { state in
        state.overlay = .details
        return []
      }),
    Command(
      "go", .everywhere, "go to a row", keys: [.character("'")],
      help: "Asks for the row's name, or its name in the paper's program, and puts the cursor there.",
      synonyms: ["goto", "jump"],
      argument: CommandArgument(["go", "at", "goto", "row"], example: "go blocks.7.norm1", choices: rowChoices),
      action: { state in
        state.overlay = .palette(input: TextInput("go "), cursor: 0)
        return []
      }),
    Command(
      "order", .layers, "order of the layers", keys: [.character("S")],
      help: "Network order, worst SQNR first, widest range ratio first, fewest bits first.", synonyms: ["sort"],
      argument: CommandArgument(
        ["sort", "order"], example: "sort sqnr",
        among: [
          ("network", "network order", LayersPane.Order.network), ("sqnr", "worst SQNR first", .signalToNoise),
          ("range", "widest range ratio first", .rangeRatio), ("bits", "fewest bits first", .bits),
        ], perform: { $0.sort(by: $1) }),
      action: { state in
        let orders = LayersPane.Order.allCases
        let next = ((orders.firstIndex(of: state.layers.order) ?? 0) + 1) % orders.count
        return state.sort(by: orders[next])
      }),
    Command(
      "fold.all", .layers, "fold or unfold all", keys: [.character("z")],
      help: "Unfolds every group, or folds all where none is folded.", synonyms: ["expand", "collapse"],
      disabledReason: {
        $0.layers.isFlat || !$0.layers.filter.isEmpty ? "a filtered or sorted list has no folds" : nil
      },
      action: { state in
        let groups = state.tree.groups
        state.layers.folded = state.layers.folded.isEmpty ? Set(groups) : []
        return []
      }),
  ]

  /// The rows that a name may mean: the one of exactly that name or alias, else those whose name holds it.
  @Sendable static func rowChoices(_ state: WorkbenchState, _ typed: String) -> [ArgumentChoice] {
    let typed = typed.lowercased()
    let exact = typed.isEmpty ? nil : state.tree.row(named: typed)
    let rows = exact.map { [$0] } ?? []
    let others = state.tree.rows.filter { $0.name.lowercased().contains(typed) && $0.id != exact?.id }
    return (rows + others).map { row in
      let what = row.isGroup ? "a group of \(state.tree.leaves(of: row).count) rows" : row.rowKind?.title ?? ""
      return ArgumentChoice(text: row.name, detail: what + (row.alias.map { ", in the paper \($0)" } ?? "")) { state in
        state.goToRow(named: row.name)
        state.focus = .layers
        return []
      }
    }
  }
}

extension WorkbenchState {
  fileprivate mutating func sort(by order: LayersPane.Order) -> [Effect] {
    layers.order = order
    if layers.isFlat, let first = visibleRows.first { layers.cursor = first }
    notice = Notice("layers: \(order.rawValue)")
    return []
  }
}
