import Graphs
import Evaluation
import Models
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
      case .at(let row): if state.cursorRow?.name != row { effects += update(&state, .goTo(row: row)) }
      case .size(let size): effects += update(&state, .resize(size))
      case .configure(let configuration): effects += update(&state, .configure(configuration))
      case .wait:
        Fixture.finish(&state, effects)
        effects = []
      case .write(let request): effects += update(&state, .write(request))
      case .show: break
      case .configuration(let digest, _):
        #expect(state.configuration.digest(for: state.graph).hasPrefix(digest), "line \(step.line)")
      case .figures(let digest, _):
        #expect(state.runs.current?.report?.outcomesDigest.hasPrefix(digest) == true, "line \(step.line)")
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
    let again = try replay(state.logText)
    #expect(again.configuration == state.configuration)
    #expect(again.layers == state.layers)
    #expect(again.runs.records.map(\.configuration) == state.runs.records.map(\.configuration))
    #expect(again.logText == state.logText)
  }

  @Test("a log reads as what was done: the row, the key, what came of it") func text() throws {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "Down Up p"))
    _ = Fixture.press(&state, "W C")
    let figures = try #require(state.runs.current?.report?.outcomesDigest.prefix(16))
    let start = try #require(state.runs.records.first?.report?.outcomesDigest.prefix(16))
    #expect(
      state.logText == """
        # fqvit session 2
        size 120x36
        wait
        figures \(start) # top-1 \(Self.count(state.runs.records.first))
        press Down Up
        at blocks.0.norm1
        press p # PTS on at blocks.0.norm1
        is \(state.configuration.digest(for: state.graph).prefix(16)) # \
        \(ConfigurationStatement(state.configuration, graph: state.graph).line)
        wait
        figures \(figures) # top-1 \(Self.count(state.runs.current))

        """)
  }

  /// What stands on the disk, and whether the figures are in, differs from the session: neither may lead elsewhere.
  @Test("a log has what came of questions, not the answers", arguments: [PathFinding.free, .fileExists, .problem("read-only")])
  func questions(finding: PathFinding) throws {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "p"))
    func request(_ effects: [Effect]) -> FileRequest? {
      for case .checkPath(let request) in effects { return request }
      return nil
    }
    let named = try #require(request(Fixture.press(&state, "e a Enter")))
    _ = update(&state, .pathChecked(named, finding))
    if finding == .fileExists { _ = Fixture.press(&state, "x y") }
    if case .problem = finding { _ = Fixture.press(&state, "Escape") }
    let inPalette = try #require(request(Fixture.press(&state, "Down Up : e x p o r t Space b Enter")))
    _ = update(&state, .pathChecked(inPalette, .free))
    // Of figures that are not in.
    let runs = Fixture.press(&state, "b 4")
    let early = try #require(request(Fixture.press(&state, "e c Enter")))
    _ = update(&state, .pathChecked(early, .free))
    _ = Fixture.press(&state, "w")
    Fixture.finish(&state, runs)
    _ = Fixture.press(&state, "b 5 q n Down")
    let lines = state.logText.split(separator: "\n")
    var written = ["write export b", "write export-when-finished c"]
    if finding == .free || finding == .fileExists { written.insert("write export a", at: 0) }
    #expect(lines.filter { $0.hasPrefix("write") } == written.map { Substring($0) })
    #expect(!lines.contains { $0.hasPrefix("type") }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("press Down Up") } && lines.last?.hasPrefix("is ") == true)
    let again = try replay(state.logText)
    #expect(again.configuration == state.configuration && again.logText == state.logText)
  }

  @Test("lines that come back, and sizes of the screen, are in the log whatever stands beside them") func recalled() throws {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down : b i t s Space 4 Enter")
    _ = Fixture.press(&state, ": b i t s Space 5 Enter")
    _ = Fixture.press(&state, ": e x p o r t Space b Enter Escape")
    _ = Fixture.press(&state, "e Resize(90,30) Escape : Resize(91,31) e x p o r t Enter Resize(92,32) Escape")
    _ = Fixture.press(&state, "/ n o r m Enter / Up Left Up Enter")
    _ = Fixture.press(&state, ": Up Up Up Enter")
    #expect(state.display.size == Size(width: 92, height: 32))
    let again = try replay(state.logText)
    #expect(again.configuration == state.configuration && again.display.size == state.display.size)
    #expect(!state.logText.contains("press Up"), "\(state.logText)")
  }

  @Test("an edit after the last line of a log is noticed at its end") func ending() throws {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "p"))
    _ = Fixture.press(&state, "Down")
    let digest = state.configuration.digest(for: state.graph).prefix(SessionLog.digestLength)
    #expect(state.logText.hasSuffix("\npress Down\nis \(digest) # \(ConfigurationStatement(state.configuration, graph: state.graph).line)\n"))
    let fresh = WorkbenchState(
      modelName: "m", graph: Fixture.graph, configuration: .float, classNames: [],
      display: Display(size: Size(width: 80, height: 24), glyphs: .ascii, theme: Theme(depth: .mono)))
    #expect(fresh.logText.contains("\nis \(QuantizationConfiguration.float.digest(for: Fixture.graph).prefix(16)) "))
  }

  @Test("a file that a script asks for before its figures are in is written when they are") func earlyWrite() throws {
    var state = Fixture.prepared()
    let runs = Fixture.press(&state, "p")
    #expect(update(&state, .write(FileRequest(.export, path: "a b.json"))).isEmpty)
    #expect(state.overlay == nil && state.files.awaiting.last?.path == "a b.json")
    #expect(state.logText.contains("\nwrite export-when-finished a b.json\n"))
    _ = runs
    #expect(update(&state, .write(FileRequest(.screen, path: "s.svg"))).count == 1)
    #expect(state.logText.contains("\nwrite screen s.svg\n"))
  }

  private static func count(_ record: RunRecord?) -> String {
    guard let top1 = record?.report?.tally.accuracy?.top1 else { return "" }
    return "\(top1.count) of \(top1.total)"
  }

  /// Runs that were interrupted with figures stand in the list of the session, and not in that of its replay.
  @Test("returning to a run leads to that configuration whatever else is in the list") func interruptedRuns() throws {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "p"))
    let chosen = state.configuration
    for keys in ["b 4", "b 5", "b 6"] {
      for case .evaluate(let configuration, let run) in Fixture.press(&state, keys) {
        _ = update(
          &state, .service(.tally(run: run, Fixture.tally(configuration, images: 100), imagesPerSecond: 300)))
      }
    }
    Fixture.finish(&state, Fixture.press(&state, "f"))
    let index = try #require(state.runs.newestFirst.firstIndex { $0.configuration == chosen })
    _ = Fixture.press(&state, "5 " + [String](repeating: "Down", count: index).joined(separator: " ") + " Enter")
    try #require(state.configuration == chosen)
    let again = try replay(state.logText)
    #expect(again.configuration == chosen)
  }

  @Test("a log of an earlier version is refused, since its keys did other things") func earlierVersion() {
    #expect {
      try ReplayScript(text: "# fqvit session 1\nwait\n")
    } throws: { error in
      "\(error)".contains("version 1") && "\(error)".contains("version 2")
    }
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
      ("is hop", "line 2: a digest has at least 8 hexadecimal digits, not 'hop'"),
      ("write exprot a.json", "line 2: a file is written by one of export, export-when-finished"),
      ("write export  ", "line 2: a file is written by one of export, export-when-finished"),
      ("figures", "line 2: a digest has at least 8 hexadecimal digits, not ''"),
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
    #expect(try ReplayScript(text: state.logText).arguments == arguments)
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
    state.notice = nil
    #expect(state.rendered().text.contains(" R last session "), "the offer outlives what is said meanwhile")
    #expect(Fixture.press(&state, "R").count == 1)
    #expect(state.configuration == last.configuration)
    #expect(state.cursorRow == last.cursorRow)
    #expect(state.view == .error)
    #expect(!state.rendered().text.contains("R last session"))
    #expect(Fixture.press(&state, "R").isEmpty)
    _ = Fixture.press(&state, "u")
    #expect(state.configuration == .base)
    // Who replays the log has no such session: the configuration stands in it.
    let script = try ReplayScript(text: state.logText)
    #expect(script.steps.contains { $0.step == .configure(last.configuration) })
  }
}
