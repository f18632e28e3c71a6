import Evaluation
import Terminal
import Testing
import Workbench

/// The card of the first start.
@Suite struct TourTests {
  private static func opened(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .braille, depth: ColorDepth = .mono
  ) -> WorkbenchState {
    var state = Fixture.prepared(width: width, height: height, glyphs: glyphs, depth: depth)
    state.overlay = .tour
    return state
  }

  @Test("the card") func card() { GoldenScreen.check(Self.opened(width: 80, height: 24).rendered(), "tour-80x24") }

  @Test("the card fits every screen", arguments: [(200, 60), (120, 36), (40, 12)], ColorDepth.allCases)
  func fits(size: (Int, Int), depth: ColorDepth) {
    let text = Self.opened(width: size.0, height: size.1, depth: depth).rendered().text
    for part in ["PTS", "?", "Escape"] { #expect(text.contains(part), "\(part)") }
  }

  @Test("the card in ASCII") func plain() {
    let isPlain = Self.opened(width: 80, height: 24, glyphs: .ascii).rendered().text.unicodeScalars.allSatisfy(
      \.isASCII)
    #expect(isPlain)
  }

  @Test("every size draws", arguments: [(20, 5), (1, 1), (0, 0)]) func small(size: (Int, Int)) {
    #expect(
      Self.opened(width: size.0, height: size.1).rendered()
        == Fixture.prepared(width: size.0, height: size.1).rendered())
  }

  @Test("a key puts it away and does what it does", arguments: ["p", "Down", "?", "4", ":"])
  func acts(key: String) {
    var with = Self.opened()
    var without = Fixture.prepared()
    #expect(Fixture.press(&with, key) == Fixture.press(&without, key))
    #expect(with.rendered() == without.rendered())
    #expect(with.log == without.log)
  }

  @Test("Escape and Enter only put it away, and leave no trace in the log", arguments: ["Escape", "Enter"])
  func closes(key: String) {
    var state = Self.opened()
    let before = state.log
    #expect(Fixture.press(&state, key) == [])
    #expect(state.overlay == nil)
    #expect(state.log == before)
    #expect(state.rendered() == Fixture.prepared().rendered())
  }

  @Test("a click puts it away; wheel and size leave it") func mouse() {
    var state = Self.opened()
    _ = update(&state, .key(.mouse(MouseEvent(.wheelDown, x: 60, y: 20))))
    _ = update(&state, .resize(Size(width: 100, height: 30)))
    #expect(state.overlay == .tour)
    _ = update(&state, .key(.mouse(MouseEvent(.press, x: 60, y: 20))))
    #expect(state.overlay == nil)
  }
}
