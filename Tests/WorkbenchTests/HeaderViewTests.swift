import Evaluation
import Terminal
import TestSupport
import Testing

@testable import Workbench

/// The two lines on top.
@Suite struct HeaderViewTests {
  private func header(_ state: WorkbenchState) -> [String] {
    state.rendered().text.split(separator: "\n", omittingEmptySubsequences: false).prefix(2).map(String.init)
  }

  @Test func `The headline has its interval, whatever the width`() {
    var state = Fixture.prepared(height: 24)
    for width in 40...200 {
      state.display.size = Size(width: width, height: 24)
      let line = header(state)[1]
      #expect(line.contains("top-1 77.3"), "width \(width): \(line)")
      #expect(line.contains("% ["), "width \(width): \(line)")
      #expect(!line.contains("±"))
      #expect(DisplayWidth.of(line) <= width)
    }
  }

  private func suspicious(width: Int, from one: Bool) -> WorkbenchState {
    var state = Fixture.prepared(width: width, height: 24)
    let own = (0..<100).map { $0 % 50 }
    let suspicion = LabelSuspicion(
      predicted: own, labels: own.map { one ? $0 + 1 : ($0 + 31) % 100 }, classCount: 100)!
    _ = update(&state, .service(.figureRemarks([.labels(suspicion)])))
    return state
  }

  @Test func `Doubtful labels are asked about, and the question stays`() {
    for width in [40, 60, 80, 120, 200] {
      var state = suspicious(width: width, from: true)
      #expect(state.notice?.severity == .warning)
      _ = Fixture.press(&state, "Down Up")
      #expect(header(state)[1].contains("labels?"), "width \(width)")
    }
    #expect(header(suspicious(width: 160, from: true))[0].contains("label - 1 would give 100.0 %"))
    #expect(header(suspicious(width: 120, from: false))[0].contains("are these this model's labels?"))
  }

  @Test func `Calibrating on the evaluation images is said for as long as it holds`() {
    var state = Fixture.prepared(width: 120)
    _ = update(&state, .service(.figureRemarks([.calibratedOnEvaluationImages(count: 100)])))
    _ = Fixture.press(&state, "Down")
    #expect(header(state)[0].contains("800 images, calibrated on 100 of them"))
  }

  @Test func `Nothing of the header leaves its line or touches another`() {
    for remarks in [[], [EvaluationRemark.calibratedOnEvaluationImages(count: 100)]] {
      var state = Fixture.prepared(height: 24)
      _ = update(&state, .service(.figureRemarks(remarks)))
      for width in 40...200 {
        state.display.size = Size(width: width, height: 24)
        for line in header(state) {
          #expect(DisplayWidth.of(line) <= width)
          #expect(line.first == " ", "width \(width): \(line)")
        }
      }
    }
  }
}
