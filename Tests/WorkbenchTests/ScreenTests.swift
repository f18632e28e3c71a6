import Evaluation
import Quantization
import Terminal
import Testing
import Workbench

/// Whole screens as they were looked at and found good: one for each layout. What they say is tested elsewhere, by content.
@Suite struct ScreenTests {
  @Test("the first frame, before anything is known") func start() {
    var state = Fixture.state()
    _ = update(&state, .started)
    GoldenScreen.check(state.rendered(), "start-120x36")
  }

  @Test("calibration says how far it is") func calibrating() {
    var state = Fixture.state(width: 80, height: 24)
    _ = update(&state, .started)
    _ = update(&state, .service(.imagesLoaded(ImageSetSummary(count: 800, skipped: ["broken.jpg: not a JPEG"]))))
    _ = update(&state, .service(.floatFinished(Fixture.reference)))
    _ = update(&state, .service(.progress(.calibrating(.minmax), done: 0, total: 1000)))
    state.clock = 3
    _ = update(&state, .service(.progress(.calibrating(.minmax), done: 250, total: 1000)))
    GoldenScreen.check(state.rendered(), "calibrating-80x24")
  }

  @Test("ranges", arguments: [(120, 36), (80, 24), (40, 12), (200, 60)]) func ranges(size: (Int, Int)) {
    var state = Fixture.prepared(width: size.0, height: size.1)
    _ = Fixture.press(&state, "space")
    GoldenScreen.check(state.rendered(), "ranges-\(size.0)x\(size.1)")
  }

  @Test("colours, and bold and reverse instead of them", arguments: [ColorDepth.colors256, .mono])
  func colours(depth: ColorDepth) {
    var state = Fixture.prepared(width: 80, height: 24, depth: depth)
    _ = Fixture.press(&state, "p Down")
    GoldenScreen.check(state.rendered(), "ranges-\(depth.rawValue)-80x24", withStyles: true)
  }

  @Test("each view in ASCII and its narrowest layout", arguments: [ViewKind.attention, .map])
  func plain(view: ViewKind) {
    var state = Fixture.prepared(width: 80, height: 24, glyphs: .ascii)
    Fixture.finish(&state, Fixture.press(&state, "Down t"))
    Fixture.answer(&state, Fixture.press(&state, "\(view.digit)"))
    GoldenScreen.check(state.rendered(), "\(view.title.lowercased())-ascii-80x24")
  }

  @Test("attention before and after") func attention() {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "Down Down space 2"))
    GoldenScreen.check(state.rendered(), "attention-120x36")
  }

  @Test("one image's attention") func map() {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "Down Down space"))
    Fixture.answer(&state, Fixture.press(&state, "3 ] ] >"))
    GoldenScreen.check(state.rendered(), "map-120x36")
  }

  @Test("errors through the depth") func errors() {
    var state = Fixture.prepared()
    Fixture.answer(&state, Fixture.press(&state, "4"))
    GoldenScreen.check(state.rendered(), "error-120x36")
  }

  @Test("runs with a baseline and flips", arguments: [(120, 36), (80, 24)]) func runs(size: (Int, Int)) {
    var state = Fixture.prepared(width: size.0, height: size.1)
    for keys in ["p", "Down Down t", "b 4", "Down b 4"] {
      Fixture.finish(&state, Fixture.press(&state, keys))
      if keys == "p" { _ = Fixture.press(&state, "m") }
    }
    _ = Fixture.press(&state, "5 Down")
    GoldenScreen.check(state.rendered(), "runs-\(size.0)x\(size.1)")
  }

  @Test("overlays", arguments: [("help", "?"), ("palette", ": p t s"), ("export", "e")])
  func overlays(name: String, keys: String) {
    var state = Fixture.prepared(width: 100, height: 30)
    _ = Fixture.press(&state, keys)
    GoldenScreen.check(state.rendered(), "overlay-\(name)-100x30")
  }

  @Test("a weight, and a selection under a filter") func selection() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "z v Down v / q k v Enter")
    GoldenScreen.check(state.rendered(), "weight-120x36")
  }
}
