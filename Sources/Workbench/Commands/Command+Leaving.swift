import Terminal

extension Command {
  /// Help, pictures of the screen, and ways out.
  static let leaving: [Command] = [
    Command(
      "back", .everywhere, "one level back", keys: [.escape],
      help: "Leaves the zoom, else the view, else drops the selection, else the filter; never cancels a run.",
      synonyms: ["leave", "unselect"],
      disabledReason: { state in
        state.canGoBack ? nil : "nothing to go back from: x cancels the run, q leaves the program"
      },
      action: { state in
        state.goBack()
        return []
      }),
    Command(
      "zoom", .everywhere, "zoom the pane", keys: [.character("+")],
      help: "Gives the pane that has the keys the place of both, and back.", synonyms: ["maximize", "full screen", "enlarge"],
      disabledReason: { state in
        state.display.size.width < ScreenLayout.wideWidth ? "this screen shows one pane at a time; Tab shows the other" : nil
      },
      action: { state in
        state.isZoomed.toggle()
        return []
      }),
    Command(
      "screen", .everywhere, "write the screen", keys: [.character("w")],
      help: "Writes this screen to a file: text, or a picture where the name ends in .svg.",
      synonyms: ["screenshot", "picture", "print"],
      argument: pathArgument(["screen", "screenshot"], .screen, example: "screen runs.svg"),
      action: { $0.askForPath(.screen) }),
    Command(
      "log", .everywhere, "write the session's log", keys: [.character("W")],
      help: "Writes what you did to a file that can be replayed: for a bug report, or to do it again.",
      twin: "replay FILE", synonyms: ["session", "record"],
      argument: pathArgument(["log"], .log, example: "log session.log"),
      action: { $0.askForPath(.log) }),
    Command(
      "help", .everywhere, "help", keys: [.character("?"), .function(1)], hint: "help",
      help: "The keys of where you are, then the words on screen; / searches in it.",
      synonyms: ["manual", "keys", "glossary", "?"],
      action: { state in
        state.overlay = .help(HelpPlace())
        return []
      }),
    Command(
      "suspend", .everywhere, "suspend", keys: [.control("z")], help: "Back to the shell; fg returns.",
      synonyms: ["shell"],
      action: { _ in [.suspend] }),
    Command(
      "quit", .everywhere, "quit", keys: [.character("q"), .control("c")], hint: "quit",
      help: "Asks only where a changed configuration was not exported, or an export still waits.",
      synonyms: ["exit", "leave", "close", "bye"],
      action: { state in
        guard state.lossByLeaving != nil else { return [.quit] }
        state.overlay = .quitConfirmation
        return []
      }),
  ]
}
