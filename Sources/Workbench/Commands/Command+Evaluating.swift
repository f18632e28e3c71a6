import Evaluation
import Terminal

extension Command {
  /// The live accuracy.
  static let evaluating: [Command] = [
    Command(
      "pause", .everywhere, "pause or go on", keys: [.character(".")],
      help: "Stops evaluating until the next press; changes are still made.", synonyms: ["continue", "resume evaluating"],
      action: { state in
        state.isPaused.toggle()
        if state.isPaused {
          state.runs.stopCurrent()
          state.notice = Notice("paused: . goes on")
          return [.cancelEvaluation]
        }
        return state.evaluate()
      }),
    Command(
      "cancel", .everywhere, "cancel the run, or start it again", keys: [.character("x")],
      help: "Ends the running evaluation; where it was cancelled or failed, evaluates the configuration again.",
      synonyms: ["stop", "abort", "kill", "restart", "retry", "evaluate", "run"],
      disabledReason: { state in
        if state.isPaused { return "evaluating is paused: . goes on" }
        return state.runs.current?.status == .finished ? "the evaluation is finished: there is nothing to cancel" : nil
      },
      action: { state in
        if state.runs.current?.status == .running {
          state.runs.stopCurrent()
          state.notice = Notice("evaluation cancelled: x starts it again")
          return [.cancelEvaluation]
        }
        return state.evaluate()
      }),
    Command(
      "baseline", .everywhere, "pin as the baseline", keys: [.character("m")], hint: "baseline",
      help: "Compares every finished run with this one instead of the float model; on the baseline itself, unpins it.",
      synonyms: ["compare with", "reference"],
      disabledReason: { state in
        guard let record = state.runToPin else { return "no run yet" }
        return record.report == nil ? "only a finished run can be the baseline" : nil
      },
      action: { state in
        guard let record = state.runToPin else { return [] }
        let isPinned = state.runs.baselineID == record.id
        state.runs.baselineID = isPinned ? nil : record.id
        state.options.flipCursor = 0
        state.notice = Notice(
          isPinned ? "runs are compared with the float model again" : "baseline: run \(record.id), \(state.label(of: record))")
        return []
      }),
    Command(
      "export", .everywhere, "export the configuration", keys: [.character("e")], hint: "export",
      help: "Writes the choice at every row, the calibrated parameters and the figures to a JSON file.",
      twin: "export MODEL IMAGES --output FILE", synonyms: ["save", "write"],
      argument: pathArgument(["export", "save"], .export, example: "export chosen.json"),
      action: { $0.askForPath(.export) }),
  ]

  /// A file's name behind the command.
  static func pathArgument(_ words: [String], _ kind: FileRequest.Kind, example: String) -> CommandArgument {
    CommandArgument(words, example: example) { _, typed in
      guard !typed.isEmpty else { return [] }
      return [
        ArgumentChoice(text: typed, detail: "\(kind.title) this file") { state in
          [.checkPath(state.fileRequest(kind, path: typed))]
        }
      ]
    }
  }
}
