import Models
import Quantization
import Terminal

extension Command {
  /// Steps back and forth, and what the next command acts on.
  static let editing: [Command] = [
    Command(
      "undo", .everywhere, "undo", keys: [.character("u")], hint: "undo", help: "Takes the last change back.",
      disabledReason: { $0.history.done.isEmpty ? "nothing to undo: this is the configuration you started with" : nil },
      action: { state in
        guard let step = state.history.undo() else { return [] }
        state.notice = Notice("undone: \(step.change)")
        return state.evaluate()
      }),
    Command(
      "redo", .everywhere, "redo", keys: [.character("U"), .control("r")], help: "Makes an undone change again.",
      disabledReason: { $0.history.undone.isEmpty ? "nothing to redo" : nil },
      action: { state in
        guard let step = state.history.redo() else { return [] }
        state.notice = Notice("redone: \(step.change)")
        return state.evaluate()
      }),
    Command(
      "resume", .everywhere, "return to the last session", keys: [.character("R")],
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
      "select", .layers, "select the row", keys: [.character("v")], hint: "select",
      help: "Commands act on all selected rows together; Escape drops the selection.",
      disabledReason: { state in
        guard let row = state.cursorRow else { return "no row here to select" }
        return row.isGroup ? "a group is not selected: commands on it act on all in it" : nil
      },
      action: { state in
        state.layers.selected.formSymmetricDifference([state.layers.cursor])
        state.moveCursor(by: 1)
        return []
      }),
    Command(
      "select.kind", .layers, "select all of the kind", keys: [.character("V")],
      help: "Selects every visible or folded row of the same kind: all LayerNorms, all attentions.",
      disabledReason: { state in
        state.cursorRow.map { $0.isGroup ? "choose a LayerNorm, an attention or a site first" : nil }
          ?? "no row here to select"
      },
      action: { state in
        guard let row = state.cursorRow, let site = row.sites.first, let role = state.graph.site(site)?.role else {
          return []
        }
        let same = state.tree.leaves.filter { id in
          state.tree.rows[id].sites.contains { state.graph.site($0)?.role == role }
        }
        state.layers.selected = Set(same)
        state.notice = Notice("\(same.count) rows selected; Escape drops the selection")
        return []
      }),
  ]
}
