import Evaluation
import Quantization
import Terminal
import Testing
import Workbench

/// What screens say and keep to at every size, in every glyph set and colour depth.
@Suite struct ScreenContentTests {
  struct Look: CustomTestStringConvertible {
    let view: ViewKind
    let glyphs: GlyphSet
    let depth: ColorDepth
    var testDescription: String { "\(view.title), \(glyphs.rawValue), \(depth.rawValue)" }

    static let all = ViewKind.allCases.flatMap { view in
      GlyphSet.allCases.flatMap { glyphs in ColorDepth.allCases.map { Look(view: view, glyphs: glyphs, depth: $0) } }
    }

    func state(_ width: Int, _ height: Int) -> WorkbenchState {
      var state = Fixture.prepared(width: width, height: height, glyphs: glyphs, depth: depth)
      Fixture.finish(&state, Fixture.press(&state, "Down Down t"))
      Fixture.answer(&state, Fixture.press(&state, "\(view.digit)"))
      return state
    }
  }

  @Test("every view draws at every size, says what it is, and keeps to its glyphs", arguments: Look.all)
  func everyLook(look: Look) {
    for (width, height) in [(200, 60), (120, 36), (80, 24), (40, 12)] {
      let screen = look.state(width, height).rendered()
      let text = screen.text
      #expect(screen.width == width && screen.height == height)
      if look.glyphs == .ascii { #expect(!text.unicodeScalars.contains { !$0.isASCII }, "\(width) × \(height)") }
      if look.glyphs == .block {
        let braille = text.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) }
        #expect(!braille, "\(width) × \(height)")
      }
      guard width >= 80 else { continue }
      for part in [look.view.title, "top-1"] { #expect(text.contains(part), "\(part), \(width) × \(height)") }
    }
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

  @Test("view 1 tells what PTS gains at the row, and α of its channels", arguments: GlyphSet.allCases)
  func ranges(glyphs: GlyphSet) {
    let text = Fixture.prepared(glyphs: glyphs).rendered().text
    for part in ["blocks.0.norm1", "widest/median", "channels by", "dB"] { #expect(text.contains(part), "\(part)") }
  }

  @Test("view 1 follows one channel, and a running evaluation shows how far it is") func channel() {
    var state = Fixture.prepared()
    let effects = Fixture.press(&state, "b 4 s ] ] ]")
    for case .evaluate(let configuration, let run) in effects {
      _ = update(
        &state, .service(.tally(run: run, Fixture.tally(configuration, images: 213), imagesPerSecond: 333)))
    }
    let text = state.rendered().text
    #expect(text.contains("213/800"))
    #expect(text.contains("channel "))
  }

  @Test("view 2 shows the whole ladder, and one head by itself") func attention() {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "Down Down space 2"))
    let all = state.rendered().text
    for step in ["float", "uniform 8", "uniform 4", "log2 4", "LIS 4"] { #expect(all.contains(step), "\(step)") }
    _ = Fixture.press(&state, "] c c c")
    let head = state.rendered().text
    #expect(head != all)
    #expect(head.contains("head 0") || head.contains("head 1"))
  }

  @Test("view 3 tells the image and the head, and signs the difference without colours") func map() {
    var state = Fixture.prepared(glyphs: .ascii, depth: .mono)
    Fixture.finish(&state, Fixture.press(&state, "Down Down space"))
    Fixture.answer(&state, Fixture.press(&state, "3 ] ]"))
    #expect(state.rendered().text.contains("image 2 of 800"))
    Fixture.answer(&state, Fixture.press(&state, "c"))
    #expect(state.rendered().text.contains("token"))
  }

  @Test("a filter, the bits and leaving each ask in their own line", arguments: [
    ("/ n o r m 2", "norm2"), ("b", "bits"), ("p q", "quit"),
  ])
  func prompts(keys: String, part: String) {
    var state = Fixture.prepared(width: 100, height: 30)
    _ = Fixture.press(&state, keys)
    #expect(state.overlay != nil)
    #expect(state.rendered().text.contains(part))
  }

  @Test("the list can be sorted: the worst row comes first") func sorted() {
    var state = Fixture.prepared()
    let network = state.visibleRows
    _ = Fixture.press(&state, "S")
    #expect(state.visibleRows != network)
    #expect(state.rendered().text.contains("SQNR"))
  }
}
