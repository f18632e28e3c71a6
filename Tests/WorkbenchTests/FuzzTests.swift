import Evaluation
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
      .function(1), .control("r"), .control("c"), .control("z"), .control("u"), .unknown, .up, .down, .down, .down,
    ] + "abcdefghjklmopqrstuvwxyzGLSUV/:?.,[]{} 12345678".map { .character($0) }

  @Test("20,000 random messages", arguments: [11, 12, 13, 14] as [UInt64]) func keys(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var state = Fixture.state(glyphs: GlyphSet.allCases[Int(seed % 3)])
    var asked: [Effect] = update(&state, .started)
    for step in 0..<5_000 {
      let effects = update(&state, message(state, asked, &generator))
      asked = asked.suffix(8) + effects
      if let fault = fault(in: state) ?? (step % 50 == 0 ? faultInRuns(of: state) : nil) {
        Issue.record("seed \(seed), step \(step): \(fault)")
        return
      }
      if step % 8 == 0 { _ = state.rendered() }
    }
    for _ in 0..<10_000 where !state.history.done.isEmpty {
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
    case 87..<92:
      return .service(Fixture.preparation.randomElement(using: &generator)!)
    case 92..<94:
      return .service(
        .progress(.calibrating(.ema), done: Int.random(in: 0...10, using: &generator), total: 10))
    case 94..<95:
      return .service(Fixture.otherCalibration)
    case 95..<96:
      return .exportFinished(path: "x.json", failure: Bool.random(using: &generator) ? "read-only" : nil)
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
    return nil
  }

  private func faultInRuns(of state: WorkbenchState) -> String? {
    let configurations = Set(state.runs.records.map(\.configuration))
    return configurations.count == state.runs.records.count ? nil : "a run is listed twice"
  }
}
