import Evaluation
import Quantization
import Terminal
import Testing
import Workbench

/// Files: proposed names, questions before anything is overwritten, exports that say what they lack.
@Suite struct FileTests {
  private func check(_ effects: [Effect]) -> FileRequest? {
    for case .checkPath(let request) in effects { return request }
    return nil
  }

  private func written(_ effects: [Effect]) -> FileRequest? {
    for case .write(let request, _) in effects { return request }
    return nil
  }

  @Test("the proposed name counts up, and the first character replaces it") func proposal() {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, "e") == [.proposePath(.export)])
    _ = update(&state, .pathProposed(.export, "fqvit-export-3.json"))
    #expect(check(Fixture.press(&state, "Enter"))?.path == "fqvit-export-3.json")
    _ = Fixture.press(&state, "Escape e a")
    _ = update(&state, .pathProposed(.export, "fqvit-export-4.json"))
    #expect(check(Fixture.press(&state, "Enter"))?.path == "a", "what is typed stays, however late the proposal")
  }

  @Test("export asks for a path and says what became of it") func export() {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "p"))
    let request = check(Fixture.press(&state, "e Enter"))!
    #expect(request == FileRequest(.export, path: "fqvit-export-1.json", configuration: state.configuration))
    #expect(update(&state, .pathChecked(request, .free)) == [.write(request, text: nil)])
    #expect(state.overlay == nil && state.hasUnexportedChanges)
    _ = update(&state, .fileWritten(request, failure: "disk full"))
    #expect(state.notice == Notice("fqvit-export-1.json was not written: disk full", .failure))
    #expect(state.hasUnexportedChanges)
    _ = update(&state, .pathChecked(request, .free))
    _ = update(&state, .fileWritten(request, failure: nil))
    #expect(state.notice == Notice("written: fqvit-export-1.json", .success))
    #expect(!state.hasUnexportedChanges && state.files.pending.isEmpty)
    #expect(Fixture.press(&state, "q") == [.quit])
  }

  @Test("nothing is overwritten unasked", arguments: [("e", FileRequest.Kind.export), ("w", .screen), ("W", .log)])
  func overwriting(key: String, kind: FileRequest.Kind) {
    var state = Fixture.prepared()
    let request = check(Fixture.press(&state, "\(key) Enter"))!
    #expect(request.kind == kind)
    #expect(update(&state, .pathChecked(request, .fileExists)).isEmpty)
    #expect(state.rendered().text.contains("\(request.path) exists: overwrite it? y/N"))
    for safe in ["n", "Enter", "Escape"] {
      state.overlay = .overwrite(request)
      #expect(Fixture.press(&state, safe).isEmpty)
      #expect(state.overlay == .path(kind, TextInput(request.path)), "the name can be changed")
    }
    state.overlay = .overwrite(request)
    #expect(written(Fixture.press(&state, "y"))?.overwrites == true)
  }

  @Test("a path that cannot be written keeps its line for another try") func problem() {
    var state = Fixture.prepared()
    let request = check(Fixture.press(&state, "e Enter"))!
    _ = update(&state, .pathChecked(request, .problem("absent: no such folder")))
    #expect(state.notice == Notice("absent: no such folder", .failure))
    #expect(state.overlay?.isPath == true)
  }

  /// An evaluation of which 312 images are done.
  private func running() -> WorkbenchState {
    var state = Fixture.prepared()
    for case .evaluate(let configuration, let run) in Fixture.press(&state, "p") {
      _ = update(&state, .service(.tally(run: run, Fixture.tally(configuration, images: 312), imagesPerSecond: 300)))
    }
    return state
  }

  @Test("an export before the figures says what it lacks, and can wait for them") func waiting() {
    var state = running()
    let request = check(Fixture.press(&state, "e Enter"))!
    #expect(update(&state, .pathChecked(request, .free)).isEmpty)
    #expect(state.rendered().text.contains("no figures yet: 312 of 800 images"))
    #expect(Fixture.press(&state, "w").isEmpty)
    #expect(state.files.awaiting.last?.path == request.path)
    #expect(Fixture.press(&state, "q").isEmpty)
    #expect(state.rendered().text.contains("fqvit-export-1.json still waits for its figures"))
    _ = Fixture.press(&state, "n")
    let run = state.runs.current!.run
    let effects = update(&state, .service(.finished(run: run, Fixture.report(state.configuration))))
    #expect(written(effects)?.configuration == state.configuration)
    #expect(state.files.awaiting.isEmpty)
  }

  @Test("each export that waits is written when its own figures are in") func waitingTogether() {
    var state = running()
    let first = state.configuration
    func wait(for name: String) {
      let request = check(Fixture.press(&state, "e \(name) Enter"))!
      _ = update(&state, .pathChecked(request, .free))
      _ = Fixture.press(&state, "w")
    }
    wait(for: "a")
    wait(for: "b")
    let other = Fixture.press(&state, "b 4")
    wait(for: "c")
    _ = Fixture.press(&state, "q")
    #expect(state.rendered().text.contains("a and 2 more exports still wait for their figures"))
    _ = Fixture.press(&state, "n")
    func finish(_ effects: [Effect]) -> [String] {
      var paths: [String] = []
      for case .evaluate(let configuration, let run) in effects {
        for case .write(let request, _) in update(&state, .service(.finished(run: run, Fixture.report(configuration)))) {
          #expect(request.configuration == configuration)
          paths.append(request.path)
        }
      }
      return paths
    }
    #expect(finish(other) == ["c"])
    let back = Fixture.press(&state, "u")
    #expect(state.configuration == first && finish(back) == ["a", "b"])
    #expect(state.files.awaiting.isEmpty)
  }

  @Test("the export that waits stays with its configuration") func waitingElsewhere() {
    var state = running()
    let wanted = state.configuration
    let request = check(Fixture.press(&state, "e Enter"))!
    _ = update(&state, .pathChecked(request, .free))
    _ = Fixture.press(&state, "w")
    let other = Fixture.press(&state, "b 4")
    for case .evaluate(let configuration, let run) in other {
      #expect(written(update(&state, .service(.finished(run: run, Fixture.report(configuration))))) == nil)
    }
    state.notice = nil
    #expect(state.rendered().text.contains("fqvit-export-1.json still waits for its figures"))
    let back = Fixture.press(&state, "u")
    var found: FileRequest?
    for case .evaluate(let configuration, let run) in back {
      found = written(update(&state, .service(.finished(run: run, Fixture.report(configuration)))))
    }
    #expect(found?.configuration == wanted)
  }

  @Test("an export without figures says so afterwards") func without() {
    var state = running()
    let request = check(Fixture.press(&state, "e Enter"))!
    _ = update(&state, .pathChecked(request, .free))
    let effects = Fixture.press(&state, "n")
    #expect(written(effects)?.figures == .leftOut)
    _ = update(&state, .fileWritten(written(effects)!, failure: nil))
    #expect(state.notice?.text == "written without figures: fqvit-export-1.json")
  }

  @Test("before calibration an export can only wait") func uncalibrated() {
    var state = Fixture.state()
    _ = update(&state, .started)
    let request = check(Fixture.press(&state, "e Enter"))!
    _ = update(&state, .pathChecked(request, .free))
    #expect(state.overlay == .figuresMissing(request))
    #expect(Fixture.press(&state, "n").isEmpty && state.overlay == .figuresMissing(request))
    #expect(state.notice?.text.contains("without calibration") == true)
  }

  @Test("Tab takes what the names have in common, and lists them") func completion() {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, "e ~ / o Tab").last == .completePath("~/o"))
    _ = update(&state, .pathCompleted("~/o", ["~/out-1/", "~/out-2.json"]))
    #expect(state.overlay == .path(.export, typed("~/out-")))
    #expect(state.notice?.text == "2 go on like this: out-1/  out-2.json")
    _ = update(&state, .pathCompleted("~/o", ["~/old"]))
    #expect(state.overlay == .path(.export, typed("~/out-")), "an answer to an older line is dropped")
  }

  private func typed(_ text: String) -> TextInput {
    var input = TextInput()
    input.replace(with: text)
    return input
  }

  @Test("Up brings back the path that was written before") func history() {
    var state = Fixture.prepared()
    let request = check(Fixture.press(&state, "w a . s v g Enter"))!
    _ = update(&state, .pathChecked(request, .free))
    _ = Fixture.press(&state, "w Up")
    #expect(check(Fixture.press(&state, "Enter"))?.path == "a.svg")
  }

  @Test("a long path scrolls so that its cursor is in sight, at every size", arguments: [40, 80, 200])
  func longPath(width: Int) {
    var state = Fixture.prepared(width: width, height: 12)
    let path = String(repeating: "abcdefghi/", count: 30) + "漢字-end"
    _ = Fixture.press(&state, "e")
    for character in path { _ = update(&state, .key(.character(character))) }
    #expect(state.rendered().text.contains("字-end"))
    _ = Fixture.press(&state, "Home")
    #expect(state.rendered().text.contains("export to abcdefghi/"))
    #expect(check(Fixture.press(&state, "Enter"))?.path == path)
  }
}

extension Overlay {
  fileprivate var isPath: Bool { if case .path = self { true } else { false } }
}
