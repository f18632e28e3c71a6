import Terminal
import Testing
import Workbench

/// Text from the clipboard.
@Suite struct PastingTests {
  @Test("pasted text presses no key") func elsewhere() {
    var state = Fixture.prepared()
    let before = state.configuration
    #expect(update(&state, .key(.paste("pfb3q"))).isEmpty)
    #expect(state.configuration == before && state.overlay == nil)
    #expect(state.notice?.text.contains("pasted text") == true)
    #expect(!state.logText.contains("pfb3q"), "nothing to do again")
  }

  @Test("pasted text goes into the line that is typed") func intoALine() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "/")
    _ = update(&state, .key(.paste("norm1")))
    #expect(state.layers.filter == "norm1")
    #expect(state.logText.contains("type norm1"))
  }
}
