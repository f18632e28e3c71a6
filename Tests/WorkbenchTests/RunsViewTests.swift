import Graphs
import Evaluation
import Models
import Quantization
import Terminal
import TestSupport
import Testing

@testable import Workbench

/// View 5: what the list of runs says at every width, with and without labels.
@Suite struct RunsViewTests {
  /// Some finished runs and an interrupted one, the newest of which runs.
  private func state(width: Int = 120, height: Int = 36, hasLabels: Bool = true) -> WorkbenchState {
    var state = Fixture.prepared(width: width, height: height, hasLabels: hasLabels)
    Fixture.finish(&state, Fixture.press(&state, "p"))
    for (bits, images) in [(6, 14), (5, 213)] {
      var configuration = state.configuration
      configuration.set(.layerWise(bits), at: Fixture.graph.sites[0])
      for case .evaluate(_, let run) in update(&state, .configure(configuration)) {
        let tally = Fixture.tally(configuration, images: images, hasLabels: hasLabels)
        _ = update(&state, .service(.tally(run: run, tally, imagesPerSecond: 100)))
      }
    }
    return state
  }

  private func lines(_ state: WorkbenchState) -> [String] {
    state.rendered().text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `Unfinished runs say how far they came and show no figure`() throws {
    var state = state(width: 160)
    _ = Fixture.press(&state, "5")
    let lines = lines(state)
    let interrupted = try #require(lines.first { $0.contains("14 of 800, interrupted") })
    #expect(!interrupted.contains("%") && !interrupted.contains("["))
    #expect(lines.contains { $0.contains("213 of 800, running") })
    #expect(!lines.contains { $0.contains(" img ") && $0.contains("interrupted") })
  }

  @Test func `At 80 columns the difference from the float model is there`() throws {
    var state = state(width: 80, height: 24)
    _ = Fixture.press(&state, "5")
    let lines = lines(state)
    #expect(lines.contains { $0.contains("top-1 %") && $0.contains("vs float") })
    #expect(lines.contains { $0.contains("14 of 800") })
  }

  @Test func `A wide screen states configurations in words and gives intervals`() throws {
    var state = state(width: 200, height: 60)
    _ = Fixture.press(&state, "5")
    let title = try #require(lines(state).first { $0.contains("what differs") })
    for column in ["top-1 %", "vs float", "agree %", "logits dB", "time", "configuration"] {
      #expect(title.contains(column), "\(column)")
    }
    #expect(lines(state).contains { $0.contains("77.3 [74.2, 80.0]") && $0.contains("W8 A8") })
  }

  @Test(arguments: [true, false]) func `No two fields touch at any width`(hasLabels: Bool) {
    let state = state(hasLabels: hasLabels)
    let table = RunsTable(state.runsNewestFirst, state, .braille)
    for width in 36...196 {
      var end = -1
      for placed in table.layout(width: width, measuring: DisplayWidth.of).placed {
        #expect(placed.x > end && placed.x + placed.width <= width, "width \(width)")
        end = placed.x + placed.width
        // Only names are cut, and configurations in words; a figure is whole or not there.
        guard !["what differs", "configuration"].contains(placed.form.title) else { continue }
        #expect(placed.form.cells.allSatisfy { DisplayWidth.of($0) <= placed.width }, "width \(width)")
      }
    }
  }

  @Test func `Without labels the agreement stands in top-1's place`() {
    var state = state(width: 160, hasLabels: false)
    _ = Fixture.press(&state, "5 Down Down")
    let text = state.rendered().text
    #expect(text.contains("agreement %") && text.contains("flips"))
    #expect(!text.contains("top-1") && !text.contains("top-5"))
    #expect(text.contains("800 images without labels"))
    #expect(text.contains("the images have no labels to judge flips by"))
    _ = Fixture.press(&state, "Down m Up")
    #expect(state.rendered().text.contains("vs run 1"))
    #expect(state.rendered().text.contains("return to it") || state.rendered().text.contains("won"))
  }

  @Test func `Header and views without labels never speak of top-1 or of NaN, at any size`() {
    for view in ViewKind.allCases {
      var state = state(hasLabels: false)
      for (width, height) in [(40, 12), (60, 16), (80, 24), (120, 36), (200, 60)] {
        state.display.size = Size(width: width, height: height)
        Fixture.answer(&state, Fixture.press(&state, "\(view.digit)"))
        let text = state.rendered().text
        #expect(!text.contains("top-1") && !text.lowercased().contains("nan"), "\(view) at \(width)")
        #expect(text.contains("agreement") || width < 60, "\(view) at \(width)")
      }
    }
  }

  @Test func `One configuration has one row and one name, however it was reached`() {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "p"))
    let first = state.runs.current
    let label = first.map(state.label(of:))
    Fixture.finish(&state, Fixture.press(&state, "f"))
    Fixture.finish(&state, Fixture.press(&state, "u"))
    #expect(state.runs.current?.id == first?.id)
    #expect(state.runs.current.map(state.label(of:)) == label)
    #expect(state.runs.records.count == 3)
    #expect(state.runsNewestFirst.first?.id == first?.id, "a run that is tried again moves up")
    Fixture.finish(&state, Fixture.press(&state, "u"))
    #expect(state.runs.current.map(state.label(of:)) == "as started")
  }

  @Test func `A run is named by what differs from the baseline where one is pinned`() {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "p"))
    _ = Fixture.press(&state, "m")
    _ = update(&state, .goTo(row: "blocks.0.attn.softmax"))
    Fixture.finish(&state, Fixture.press(&state, "space"))
    let current = state.runs.current
    let other = state.runs.record(2)
    #expect(current.map(state.label(of:))?.contains("norm1") == false, "the baseline has that too")
    #expect(other.map(state.label(of:))?.contains("norm1") == true)
  }

  @Test func `Runs that were interrupted are listed, with numbers that depend on no timing`() {
    var slow = Fixture.prepared()
    var quick = Fixture.prepared()
    for keys in ["p", "Down f", "b 4", "u"] {
      _ = Fixture.press(&slow, keys)
      Fixture.finish(&quick, Fixture.press(&quick, keys))
    }
    #expect(slow.runs.records.map(\.id) == quick.runs.records.map(\.id))
    #expect(slow.runs.records.map(\.configuration) == quick.runs.records.map(\.configuration))
    #expect(slow.runsNewestFirst.map(\.id) == quick.runsNewestFirst.map(\.id))
  }

  @Test func `The best of many runs is said to look better than it is`() {
    #expect(SelectionRemark(runCount: 9) == nil)
    var state = Fixture.prepared(width: 160)
    _ = Fixture.press(&state, "5")
    for bits in 2...8 {
      for keys in ["b \(bits)", "p"] {
        #expect(state.runs.selectionRemark == nil || state.runs.records.count >= 10)
        _ = Fixture.press(&state, "1")
        Fixture.finish(&state, Fixture.press(&state, keys))
      }
    }
    _ = Fixture.press(&state, "5")
    #expect(state.rendered().text.lowercased().contains("the best of \(state.runs.records.count) runs"))
  }
}
