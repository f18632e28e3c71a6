import Models
import Quantization
import Terminal

extension Command {
  /// Steps back and forth, and what the next command acts on.
  static let editing: [Command] = [
    Command(
      "undo", .everywhere, "undo", keys: [.character("u")], hint: "undo", help: "Takes the last change back.", synonyms: ["revert"],
      disabledReason: { $0.history.done.isEmpty ? "nothing to undo: this is the configuration you started with" : nil },
      action: { state in
        guard let step = state.history.undo() else { return [] }
        state.notice = Notice("undone: \(step.change)")
        return state.evaluate()
      }),
    Command(
      "redo", .everywhere, "redo", keys: [.character("U"), .control("r")], help: "Makes an undone change again.", synonyms: ["again"],
      disabledReason: { $0.history.undone.isEmpty ? "nothing to redo" : nil },
      action: { state in
        guard let step = state.history.redo() else { return [] }
        state.notice = Notice("redone: \(step.change)")
        return state.evaluate()
      }),
    Command(
      "resume", .everywhere, "return to the last session", keys: [.character("R")], hint: "last session",
      help: "Makes the configuration with which the last session on this model ended the present one; undo comes back.",
      disabledReason: { state in
        guard let saved = state.savedSession else { return "there is no earlier session to return to" }
        return saved.configuration == state.configuration ? "this is the last session's configuration" : nil
      },
      action: { state in
        guard let saved = state.savedSession else { return [] }
        // The file is of this machine and changes: whoever replays the log needs the configuration itself.
        state.log.record(saved.configuration)
        return state.resume(saved)
      }),
    Command(
      "set", .everywhere, "set rows by a pattern", keys: [.character("=")],
      help: "Asks for rows and a scheme: a name, a group or a pattern in which * stands for anything, then = and the scheme.",
      twin: "evaluate --set ROWS=SCHEME", synonyms: ["assign", "scheme", "glob"],
      argument: CommandArgument(
        ["set"], example: "set blocks.*.mlp.fc2.weight=uniform4-channel-wise", choices: SchemeChoices.choices),
      action: { state in
        state.overlay = .palette(input: TextInput("set "), cursor: 0)
        return []
      }),
    Command(
      "select", .layers, "select the row", keys: [.character("v")], hint: "select",
      help: "Commands act on all selected rows together; on a group, selects what the filter leaves of it.",
      synonyms: ["mark"],
      disabledReason: { $0.cursorRow == nil ? "no row here to select" : nil },
      action: { state in
        guard let row = state.cursorRow else { return [] }
        state.select(Set(state.tree.leaves(of: row).filter(state.isLeft(byFilter:))), isToggle: true)
        if !row.isGroup { state.moveCursor(by: 1) }
        return []
      }),
    Command(
      "select.kind", .layers, "select all of the kind", keys: [.character("V")],
      help: "Selects every row of this row's kind that the filter leaves, such as all LayerNorm inputs.",
      synonyms: ["mark all"],
      disabledReason: { state in
        state.principalRow == nil ? "choose a row first: a group is of no kind" : nil
      },
      action: { state in
        guard let kind = state.principalRow?.rowKind else { return [] }
        state.select(Set(state.targets(of: kind).rows), isToggle: false)
        return []
      }),
  ]
}

extension WorkbenchState {
  /// Selects rows, or with `isToggle` drops them where all are selected; says what of them cannot be seen.
  fileprivate mutating func select(_ rows: Set<Int>, isToggle: Bool) {
    let drops = isToggle && rows.isSubset(of: layers.selected)
    if drops {
      layers.selected.subtract(rows)
    } else if isToggle {
      layers.selected.formUnion(rows)
    } else {
      layers.selected = rows
    }
    guard rows.count > 1 || !isToggle else { return }
    let folded = rows.subtracting(visibleRows).count
    let kinds = Set(rows.compactMap { tree.rows[$0].rowKind })
    let count = rows.count == 1 ? "1 row" : "\(rows.count) rows"
    let kind = kinds.count == 1 ? " of the kind '\(kinds.first?.title ?? "")'" : ""
    notice = Notice(
      "\(count)\(kind) \(drops ? "no longer " : "")selected" + (folded == 0 ? "" : ", \(folded) of them in folded groups")
        + (drops ? "" : "; Escape drops the selection"))
  }
}
