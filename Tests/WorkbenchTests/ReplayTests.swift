import Quantization
import Terminal
import Testing
import Workbench

/// Logs of sessions, and doing them again.
@Suite struct ReplayTests {
  /// Does a script's steps as the program does: figures come where it waits for them.
  private func replay(_ text: String) throws -> WorkbenchState {
    let script = try ReplayScript(text: text)
    var state = Fixture.prepared()
    var effects: [Effect] = []
    for step in script.steps {
      switch step.step {
      case .press(let keys): for key in keys { effects += update(&state, .key(key)) }
      case .type(let text): for character in text { effects += update(&state, .key(.character(character))) }
      case .perform(let id): effects += update(&state, .command(id))
      case .at(let row): effects += update(&state, .goTo(row: row))
      case .size(let size): effects += update(&state, .resize(size))
      case .configure(let configuration): effects += update(&state, .configure(configuration))
      case .wait:
        Fixture.finish(&state, effects)
        effects = []
      case .show: break
      case .expect(let text): #expect(state.rendered().text.contains(text), "line \(step.line)")
      }
    }
    return state
  }

  @Test("what a log holds leads to the same state again") func roundTrip() throws {
    var state = Fixture.prepared()
    for keys in ["p Down Down t", "/ n o r m 2 Enter", "p", "Escape b 4", "u", "5 Down Enter", "e", "x # y", "Escape", "o"] {
      Fixture.finish(&state, Fixture.press(&state, keys))
    }
    let again = try replay(state.log.text)
    #expect(again.configuration == state.configuration)
    #expect(again.layers == state.layers)
    #expect(again.runs.records.map(\.configuration) == state.runs.records.map(\.configuration))
    #expect(again.log.text == state.log.text)
  }

  @Test("a log reads as what was done") func text() {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "Down Up p"))
    _ = Fixture.press(&state, "W C")
    #expect(
      state.log.text == """
        # fqvit session 1
        size 120x36
        wait
        press Down Up p # PTS on at blocks.0.norm1
        wait
        press W
        type C

        """)
  }

  @Test("a script of its own: rows, commands, expectations") func script() throws {
    let state = try replay(
      """
      # PTS in one place
      at blocks.2.norm2
      do pts
      expect PTS on at blocks.2.norm2
      press 5

      """)
    #expect(state.configuration.overrides.count == 1)
    #expect(state.view == .runs)
  }

  @Test(
    "a line that cannot be read is named",
    arguments: [
      ("press Hop", "line 2: no key is called 'Hop'"), ("do hop", "line 2: no command is called 'hop'"),
      ("hop", "line 2: 'hop' is no step"), ("size 3", "line 2: a size is written as 120x36, not '3'"),
      ("configure {}", "line 2: this is no configuration"), ("open \"a", "line 2: a quote is not closed"),
    ])
  func problems(line: String, reason: String) {
    #expect {
      try ReplayScript(text: "wait\n" + line)
    } throws: { error in
      "\(error)".hasPrefix(reason)
    }
  }

  @Test("the command line survives spaces, quotes and line breaks") func arguments() throws {
    let arguments = ["a model", "images", "--calibration", "", "say \"x\"\\", "two\nlines"]
    let state = WorkbenchState(
      modelName: "m", graph: Fixture.graph, configuration: .base, classNames: [],
      display: Display(size: Size(width: 80, height: 24), glyphs: .ascii, theme: Theme(depth: .mono)),
      arguments: arguments)
    #expect(try ReplayScript(text: state.log.text).arguments == arguments)
  }

  @Test("a session returns to where the last one ended, and undo comes back") func resume() throws {
    var last = Fixture.prepared()
    _ = Fixture.press(&last, "p Down Down t 4")
    let saved = SavedSession(last, checkpointDigest: "cd")
    var state = WorkbenchState(
      modelName: "m", graph: Fixture.graph, configuration: .base, classNames: [],
      display: Display(size: Size(width: 120, height: 36), glyphs: .ascii, theme: Theme(depth: .mono)),
      savedSession: saved)
    #expect(state.notice?.text.contains("R returns") == true)
    _ = update(&state, .started)
    #expect(Fixture.press(&state, "R").count == 1)
    #expect(state.configuration == last.configuration)
    #expect(state.cursorRow == last.cursorRow)
    #expect(state.view == .error)
    #expect(Fixture.press(&state, "R").isEmpty)
    _ = Fixture.press(&state, "u")
    #expect(state.configuration == .base)
    // Who replays the log has no such session: the configuration stands in it.
    let script = try ReplayScript(text: state.log.text)
    #expect(script.steps.contains { $0.step == .configure(last.configuration) })
  }
}
