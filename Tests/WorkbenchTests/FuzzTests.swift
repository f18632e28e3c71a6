import Graphs
import Evaluation
import Models
import Quantization
import Terminal
import TestSupport
import Testing
import Workbench

/// Random keys, sizes and events: nothing crashes, and what must hold does after every one.
@Suite struct FuzzTests {
  private static let plainKeys: [Key] =
    [
      .enter, .tab, .backTab, .escape, .backspace, .delete, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end,
      .function(1), .alt("b"), .control("w"), .control("r"), .control("c"), .control("z"), .control("u"), .unknown, .up, .down, .down, .down,
    ] + "abcdefghijklmnopqrstuvwxyzGHNRSTUVW#/:?.,[]{}<>+'~= 12345678".map { .character($0) }

  /// Together 100,000 where everything runs; a failure names the seed, with which it happens again.
  @Test("random messages", arguments: TestScope.arguments(Array(11..<21) as [UInt64]) { $0 < 13 }) func keys(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var state = Fixture.state(
      glyphs: GlyphSet.allCases[Int(seed % 3)], depth: ColorDepth.allCases[Int(seed / 3 % 3)],
      savedSession: seed % 2 == 0 ? Fixture.savedSession : nil)
    var asked: [Effect] = update(&state, .started)
    for step in 0..<10_000 {
      let before = state.runs.current
      let next = message(state, asked, &generator)
      let effects = update(&state, next)
      asked = asked.suffix(8) + effects
      if let fault = fault(of: next, effects, before: before, after: state) {
        Issue.record("seed \(seed), step \(step), \(next): \(fault)")
        return
      }
      if let fault = fault(in: state) ?? (step % 50 == 0 ? faultInRuns(of: state) : nil) {
        Issue.record("seed \(seed), step \(step): \(fault)")
        return
      }
      if step % 8 == 0 { _ = state.rendered() }
    }
    // What was done can be written, read again, and undone to the start.
    do { _ = try ReplayScript(text: state.logText) } catch { Issue.record("seed \(seed): \(error)") }
    for _ in 0..<40_000 where !state.history.done.isEmpty {
      if state.overlay != nil { _ = update(&state, .key(.escape)) }
      _ = update(&state, .key(.character("u")))
    }
    #expect(state.configuration == state.history.start, "seed \(seed)")
  }

  private func message(_ state: WorkbenchState, _ asked: [Effect], _ generator: inout SeededGenerator) -> Message {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<75:
      return .key(Self.plainKeys.randomElement(using: &generator)!)
    case 75..<82:
      return .key(
        .mouse(
          MouseEvent(
            MouseEvent.Kind.allCases.randomElement(using: &generator)!, x: Int.random(in: -1...130, using: &generator),
            y: Int.random(in: -1...40, using: &generator))))
    case 82..<87:
      return .resize(
        Size(width: Int.random(in: 0...150, using: &generator), height: Int.random(in: 0...50, using: &generator)))
    case 87..<90:
      return .service(Fixture.preparation.randomElement(using: &generator)!)
    case 90..<92:
      // Answers come late, early, twice, or to what nobody asks any more.
      guard case .probe(let request)? = asked.last(where: { if case .probe = $0 { true } else { false } }) else {
        return .command("view.map")
      }
      return .probed(request, Bool.random(using: &generator) ? FixtureProbe.answer(request) : .failed("unreadable"))
    case 92..<94:
      return .service(
        .progress(.calibrating(.ema), done: Int.random(in: 0...10, using: &generator), total: 10))
    case 94..<95:
      return .service(Fixture.otherCalibration)
    case 95..<97:
      return answer(asked, &generator)
    default:
      guard case .evaluate(let configuration, let run)? = asked.randomElement(using: &generator) else {
        return .service(.failed(run: 0, message: "stale"))
      }
      return .service(
        Bool.random(using: &generator)
          ? .finished(run: run, Fixture.report(configuration))
          : .tally(run: run, Fixture.tally(configuration, images: 100), imagesPerSecond: 10))
    }
  }

  /// What the files answer, to a question that was asked or to one long past.
  private func answer(_ asked: [Effect], _ generator: inout SeededGenerator) -> Message {
    let findings: [PathFinding] = [.free, .fileExists, .problem("x: no such folder")]
    switch asked.randomElement(using: &generator) {
    case .proposePath(let kind): return .pathProposed(kind, kind.name(7))
    case .completePath(let text): return .pathCompleted(text, [[], [text + "a"], [text + "ab", text + "ac/"]].randomElement(using: &generator)!)
    case .checkPath(let request): return .pathChecked(request, findings.randomElement(using: &generator)!)
    case .write(let request, _): return .fileWritten(request, failure: Bool.random(using: &generator) ? "read-only" : nil)
    default: return .noticeExpired
    }
  }

  /// What is wrong with the step from one state to the next; nil where nothing is.
  private func fault(of message: Message, _ effects: [Effect], before: RunRecord?, after: WorkbenchState) -> String? {
    if effects.count(where: { if case .evaluate = $0 { true } else { false } }) > 1 { return "two evaluations at once" }
    for case .evaluate(let configuration, let run) in effects {
      if configuration != after.configuration { return "another configuration than the present one is evaluated" }
      if run != after.runs.current?.run { return "the evaluation bears another run's number" }
    }
    // Figures change by an answer to the run that is now the present one, and by nothing else.
    if case .service(.finished(let run, _)) = message, run != before?.run, after.runs.current != before {
      return "a stale report was taken"
    }
    if case .service(.tally(let run, _, _)) = message, run != before?.run, after.runs.current != before {
      return "stale figures were taken"
    }
    if let map = after.shownMap, map.image != after.options.image || map.site != after.shownAttention?.probabilities {
      return "a stale map is shown"
    }
    return nil
  }

  /// What is wrong with a state; nil where nothing is.
  private func fault(in state: WorkbenchState) -> String? {
    let rows = state.visibleRows
    if !rows.isEmpty, !rows.contains(state.layers.cursor) { return "the cursor is on a hidden row" }
    if state.layers.scroll < 0 { return "scrolled above the first row" }
    if let list = state.layout().layersList, list.height > 0, let place = rows.firstIndex(of: state.layers.cursor),
      !(state.layers.scroll..<(state.layers.scroll + list.height)).contains(place)
    {
      return "the cursor is out of sight"
    }
    if let current = state.runs.current, current.configuration != state.configuration {
      return "the current run is of another configuration"
    }
    if state.configuration.attentionWithoutIntegerScores(in: state.graph) != nil { return "LIS over float scores" }
    if let report = state.runs.current?.report, report.configuration != state.configuration {
      return "a stale report is shown"
    }
    if !state.runs.records.isEmpty, state.cursorRun == nil { return "the cursor is on no run" }
    if let count = state.findings.imageCount, !(0..<count).contains(state.options.image) { return "no such image" }
    return nil
  }

  private func faultInRuns(of state: WorkbenchState) -> String? {
    let configurations = Set(state.runs.records.map(\.configuration))
    return configurations.count == state.runs.records.count ? nil : "a run is listed twice"
  }
}
