import Evaluation
import Quantization
import Terminal
import Testing
import Workbench

/// Whole screens as they were looked at and found good.
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

  @Test(
    "ranges at every size and in every glyph set",
    arguments: [(120, 36), (80, 24), (40, 12), (20, 5), (1, 1), (0, 0), (200, 60)], GlyphSet.allCases)
  func ranges(size: (Int, Int), glyphs: GlyphSet) {
    var state = Fixture.prepared(width: size.0, height: size.1, glyphs: glyphs)
    _ = Fixture.press(&state, "space")
    GoldenScreen.check(state.rendered(), "ranges-\(glyphs.rawValue)-\(size.0)x\(size.1)")
  }

  @Test("colours", arguments: ColorDepth.allCases) func colours(depth: ColorDepth) {
    var state = Fixture.prepared(width: 120, height: 36, depth: depth)
    _ = Fixture.press(&state, "p Down")
    GoldenScreen.check(state.rendered(), "ranges-\(depth.rawValue)-120x36", withStyles: true)
  }

  @Test("every view in colours", arguments: ViewKind.allCases, [ColorDepth.colors256, .colors16])
  func colours(view: ViewKind, depth: ColorDepth) {
    var state = Fixture.prepared(width: 80, height: 24, depth: depth)
    Fixture.finish(&state, Fixture.press(&state, "Down Down t"))
    Fixture.answer(&state, Fixture.press(&state, "\(view.digit)"))
    GoldenScreen.check(state.rendered(), "\(view.title)-\(depth.rawValue)-80x24", withStyles: true)
  }

  @Test("every view in ASCII", arguments: ViewKind.allCases) func plain(view: ViewKind) {
    var state = Fixture.prepared(width: 80, height: 24, glyphs: .ascii)
    Fixture.finish(&state, Fixture.press(&state, "Down Down t"))
    Fixture.answer(&state, Fixture.press(&state, "\(view.digit)"))
    let isPlain = state.rendered().text.unicodeScalars.allSatisfy { $0.isASCII }
    #expect(isPlain)
    GoldenScreen.check(state.rendered(), "\(view.title)-plain-80x24")
  }

  @Test("a screen too small for a view says the same in every view", arguments: ViewKind.allCases)
  func tooSmall(view: ViewKind) {
    for (width, height) in [(39, 12), (40, 11), (20, 5), (1, 1), (0, 0)] {
      var state = Fixture.prepared(width: width, height: height)
      let first = state.rendered()
      Fixture.answer(&state, Fixture.press(&state, "\(view.digit)"))
      #expect(state.rendered() == first)
    }
  }

  @Test("the views on a narrow screen", arguments: ViewKind.allCases) func narrow(view: ViewKind) {
    var state = Fixture.prepared(width: 40, height: 12)
    Fixture.answer(&state, Fixture.press(&state, "Down Down t \(view.digit)"))
    GoldenScreen.check(state.rendered(), "\(view.title)-40x12")
  }

  @Test("a channel of a running evaluation") func channel() {
    var state = Fixture.prepared()
    let effects = Fixture.press(&state, "b 4 s ] ] ]")
    for case .evaluate(let configuration, let run) in effects {
      _ = update(
        &state,
        .service(.tally(run: run, Fixture.tally(configuration, images: 213), imagesPerSecond: 333)))
    }
    GoldenScreen.check(state.rendered(), "channel-120x36")
  }

  @Test("attention before and after", arguments: [(120, 36), (80, 24)], GlyphSet.allCases)
  func attention(size: (Int, Int), glyphs: GlyphSet) {
    var state = Fixture.prepared(width: size.0, height: size.1, glyphs: glyphs)
    let effects = Fixture.press(&state, "Down Down space 2")
    Fixture.finish(&state, effects)
    GoldenScreen.check(state.rendered(), "attention-\(glyphs.rawValue)-\(size.0)x\(size.1)")
  }

  @Test("one head, compared with another step") func comparedHead() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down Down 2 ] c c c")
    GoldenScreen.check(state.rendered(), "attention-head-120x36")
  }

  @Test("errors through the depth", arguments: [(120, 36), (80, 24)]) func errors(size: (Int, Int)) {
    var state = Fixture.prepared(width: size.0, height: size.1)
    Fixture.answer(&state, Fixture.press(&state, "4"))
    GoldenScreen.check(state.rendered(), "error-\(size.0)x\(size.1)")
  }

  @Test(
    "one image's attention",
    arguments: [(200, 60), (120, 36), (80, 24)], [("", GlyphSet.braille), ("-ascii", .ascii)])
  func map(size: (Int, Int), glyphs: (String, GlyphSet)) {
    var state = Fixture.prepared(width: size.0, height: size.1, glyphs: glyphs.1)
    Fixture.finish(&state, Fixture.press(&state, "Down Down space"))
    Fixture.answer(&state, Fixture.press(&state, "3 ] ] >"))
    GoldenScreen.check(state.rendered(), "map\(glyphs.0)-\(size.0)x\(size.1)")
  }

  @Test("the map of all tokens, in colours", arguments: ColorDepth.allCases) func tokens(depth: ColorDepth) {
    var state = Fixture.prepared(width: 80, height: 24, depth: depth)
    Fixture.answer(&state, Fixture.press(&state, "Down Down 3 c"))
    GoldenScreen.check(state.rendered(), "map-tokens-\(depth.rawValue)-80x24", withStyles: true)
  }

  @Test("runs with a baseline and flips", arguments: [(120, 36), (80, 24)]) func runs(size: (Int, Int)) {
    var state = Fixture.prepared(width: size.0, height: size.1)
    for keys in ["p", "Down Down t", "a Enter", "Down b 4"] {
      let effects = Fixture.press(&state, keys)
      Fixture.finish(&state, effects)
      if keys == "p" { _ = Fixture.press(&state, "m") }
    }
    _ = Fixture.press(&state, "5 Down")
    GoldenScreen.check(state.rendered(), "runs-\(size.0)x\(size.1)")
  }

  @Test(
    "overlays",
    arguments: [
      ("help", "?"), ("palette", ": p t s"), ("filter", "/ n o r m 2"), ("bits", "b"), ("export", "e"), ("quit", "p q"),
    ])
  func overlays(name: String, keys: String) {
    var state = Fixture.prepared(width: 100, height: 30)
    _ = Fixture.press(&state, keys)
    GoldenScreen.check(state.rendered(), "overlay-\(name)-100x30")
  }

  @Test("a weight, and a selection over unfolded blocks") func selection() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "z v Down v / q k v Enter")
    GoldenScreen.check(state.rendered(), "weight-120x36")
  }

  @Test("a sorted list") func sorted() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "S")
    GoldenScreen.check(state.rendered(), "sorted-120x36")
  }
}
