import Terminal

extension Command {
  /// The live accuracy.
  static let evaluating: [Command] = [
    Command(
      "pause", .everywhere, "pause or go on", keys: [.character(".")],
      help: "Stops evaluating until the next press; changes are still made.",
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
      "baseline", .everywhere, "pin as the baseline", keys: [.character("m")], hint: "baseline",
      help: "Compares every finished run with this one instead of the float model; on the baseline itself, unpins it.",
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
      help: "Writes the choice at every site, the calibrated parameters and the report to a JSON file.",
      twin: "export MODEL IMAGES --output FILE",
      disabledReason: { state in
        state.calibration == nil ? "nothing to export yet: calibration is not done" : nil
      },
      action: { state in
        state.overlay = .exportPath(TextInput(WorkbenchState.defaultExportPath))
        return []
      }),
  ]
}
