import Terminal

extension Command {
  /// Help, pictures of the screen, and ways out.
  static let leaving: [Command] = [
    Command(
      "back", .everywhere, "back or cancel", keys: [.escape],
      help: "Drops the selection, else the filter, else leaves the view, else cancels the running evaluation.",
      disabledReason: { state in
        state.canGoBack ? nil : "nothing to cancel"
      },
      action: { $0.goBack() }),
    Command(
      "screen", .everywhere, "write the screen", keys: [.character("w")],
      help: "Writes this screen to a file: text, or SVG where the name ends in .svg.",
      action: { state in
        state.overlay = .screenPath(TextInput(WorkbenchState.defaultScreenPath))
        return []
      }),
    Command(
      "log", .everywhere, "write the session's log", keys: [.character("W")],
      help: "Writes what you did to a file that can be replayed: for a bug report, or to do it again.",
      twin: "replay FILE",
      action: { state in
        state.overlay = .logPath(TextInput(WorkbenchState.defaultLogPath))
        return []
      }),
    Command(
      "help", .everywhere, "help", keys: [.character("?"), .function(1)], hint: "help",
      help: "The keys of where you are.",
      action: { state in
        state.overlay = .help(scroll: 0)
        return []
      }),
    Command(
      "suspend", .everywhere, "suspend", keys: [.control("z")], help: "Back to the shell; fg returns.",
      action: { _ in [.suspend] }),
    Command(
      "quit", .everywhere, "quit", keys: [.character("q"), .control("c")], hint: "quit",
      help: "Asks only where a changed configuration was not exported.",
      action: { state in
        guard state.hasUnexportedChanges else { return [.quit] }
        state.overlay = .quitConfirmation
        return []
      }),
  ]
}
