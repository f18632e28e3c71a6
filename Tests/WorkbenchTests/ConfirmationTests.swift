import Evaluation
import Quantization
import Terminal
import TestSupport
import Testing

@testable import Workbench

/// Confirming a chosen run on images that no run has seen.
@Suite struct ConfirmationTests {
  private func state(heldOut: Int?) -> WorkbenchState {
    var state = Fixture.prepared(width: 160)
    _ = update(&state, .service(.imagesLoaded(ImageSetSummary(count: 800, heldOutCount: heldOut))))
    Fixture.finish(&state, Fixture.press(&state, "p"))
    _ = Fixture.press(&state, "5")
    return state
  }

  @Test func `The run under the cursor is evaluated on the held-out images, once`() {
    var state = state(heldOut: 200)
    let chosen = state.configuration
    #expect(Fixture.press(&state, "c") == [.confirm(chosen)])
    #expect(state.isWaitingForFigures)
    #expect(Fixture.press(&state, "c").isEmpty, "one at a time")
    let tally = Fixture.tally(.base, images: 200)
    _ = update(&state, .confirmed(chosen, .figures(tally)))
    #expect(!state.isWaitingForFigures)
    #expect(state.notice?.text.hasPrefix("run 2 on 200 held-out images: top-1 ") == true)
    #expect(state.rendered().text.contains("held out %"))
    #expect(Fixture.press(&state, "c").isEmpty)
    #expect(state.notice?.text == "run 2 is confirmed already")
    _ = Fixture.press(&state, "Down")
    #expect(Fixture.press(&state, "c") == [.confirm(.base)])
    _ = update(&state, .confirmed(.base, .figures(tally)))
    #expect(state.notice?.text.contains("run 2 of those looked at there") == true)
  }

  @Test func `Without held-out images it says how to have some`() {
    var state = state(heldOut: nil)
    #expect(Fixture.press(&state, "c").isEmpty)
    #expect(state.notice == Notice("no images are held out: start with --held-out N", .warning))
  }

  @Test func `A confirmation of images that turned out to be others is dropped`() {
    var state = state(heldOut: 200)
    let chosen = state.configuration
    #expect(Fixture.press(&state, "c") == [.confirm(chosen)])
    _ = update(&state, .service(.withdrawn(reason: "other files")))
    #expect(state.isWaitingForFigures)
    _ = update(&state, .confirmed(chosen, .figures(Fixture.tally(.base, images: 200))))
    #expect(state.confirmations.count == 0 && state.confirmations.pending == nil)
  }

  @Test func `A failure is told, and an answer to nothing changes nothing`() {
    var state = state(heldOut: 200)
    _ = update(&state, .confirmed(.base, .figures(Fixture.tally(.base, images: 200))))
    #expect(state.confirmations.count == 0)
    let chosen = state.configuration
    _ = Fixture.press(&state, "c")
    _ = update(&state, .confirmed(chosen, .failed("unreadable")))
    #expect(state.notice == Notice("run 2 was not confirmed: unreadable", .failure))
    #expect(Fixture.press(&state, "c") == [.confirm(chosen)])
  }
}
