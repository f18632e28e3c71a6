import Quantization
import Terminal
import Testing
import Workbench

/// Moves never edit, and Escape never takes anything but one level.
@Suite struct MovingTests {
  @Test("h and l are Left and Right, and edit nothing", arguments: [("h", "l"), ("Left", "Right")])
  func folding(left: String, right: String) {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, left)
    #expect(state.cursorRow?.name == "blocks.0", "to the parent")
    let open = state.visibleRows.count
    _ = Fixture.press(&state, left)
    #expect(state.visibleRows.count == open - 6, "folded")
    _ = Fixture.press(&state, right)
    #expect(state.visibleRows.count == open, "unfolded")
    _ = Fixture.press(&state, right)
    #expect(state.cursorRow?.name == "blocks.0.norm1", "into it")
    #expect(Fixture.press(&state, right).isEmpty)
    #expect(state.notice?.text == "blocks.0.norm1 holds no rows; Enter or Tab goes to its view")
    _ = Fixture.press(&state, "Down Down \(right) \(right)")
    #expect(state.cursorRow?.name == "blocks.0.attn.qkv.weight")
    #expect(state.configuration == .base)
  }

  @Test("j k g G Home End") func rows() {
    var state = Fixture.prepared()
    for (keys, name) in [("G", "logits"), ("g", "embedding"), ("End", "logits"), ("Home", "embedding"), ("j", "blocks.0")] {
      _ = Fixture.press(&state, keys)
      #expect(state.cursorRow?.name == name, "\(keys)")
    }
  }

  @Test("Escape goes back one level at a time") func escape() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "/ n o r m Enter v Tab +")
    #expect(state.isZoomed && state.focus == .view)
    _ = Fixture.press(&state, "Escape")
    #expect(!state.isZoomed && state.focus == .view)
    _ = Fixture.press(&state, "Escape")
    #expect(state.focus == .layers && !state.layers.selected.isEmpty)
    _ = Fixture.press(&state, "Escape")
    #expect(state.layers.selected.isEmpty && state.layers.filter == "norm")
    #expect(state.notice?.text == "selection dropped: it was 1 row")
    _ = Fixture.press(&state, "Escape")
    #expect(state.layers.filter.isEmpty)
    _ = Fixture.press(&state, "Escape")
    #expect(state.notice?.text == "nothing to go back from: x cancels the run, q leaves the program")
  }

  @Test("+ gives the pane with the keys the place of both") func zoom() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "+")
    #expect(state.layout().view == nil && state.layout().layers?.width == 120)
    _ = Fixture.press(&state, "2")
    #expect(state.layout().layers == nil && state.layout().view?.width == 120)
    _ = Fixture.press(&state, "+")
    #expect(state.layout().layers != nil && state.layout().view != nil)
    var narrow = Fixture.prepared(width: 60, height: 20)
    _ = Fixture.press(&narrow, "+")
    #expect(narrow.notice?.severity == .warning)
  }

  @Test("heads in the map") func heads() {
    var state = Fixture.prepared()
    Fixture.answer(&state, Fixture.press(&state, "3"))
    _ = Fixture.press(&state, ">")
    #expect(state.options.head == 0)
    _ = Fixture.press(&state, "> >")
    #expect(state.options.head == nil)
    _ = Fixture.press(&state, "< H")
    #expect(state.options.head == nil)
    #expect(!state.isPaused)
  }

  @Test("a key that nothing is bound to says so", arguments: ["6", "7", "Q"]) func unbound(key: String) {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, key).isEmpty)
    #expect(state.notice?.text == "\(key) is no command here; ? shows those that are")
  }

  @Test("keys in the bits prompt never vanish", arguments: ["9", "x", "1", "PageUp"]) func bitsPrompt(key: String) {
    var state = Fixture.prepared(width: 40, height: 12)
    #expect(Fixture.press(&state, "b \(key)").isEmpty)
    #expect(state.overlay == .bits(choice: 8))
    #expect(state.notice?.text.contains("2 to 8") == true)
    #expect(state.rendered().text.contains(key == "9" || key == "1" ? "2 to 8" : "press a digit") || state.rendered().text.contains("no width"))
  }

  @Test("a notice ends with its time; a failure stays") func expiry() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p u")
    #expect(state.notice?.text == "undone: PTS on at blocks.0.norm1")
    #expect(state.notice?.secondsOnScreen != nil)
    _ = update(&state, .noticeExpired)
    #expect(state.notice == nil)
    #expect(Notice("disk full", .failure).secondsOnScreen == nil)
  }

  @Test("the help is searched, and its words are one key away") func help() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "? ?")
    #expect(state.rendered().text.contains("what the words say"))
    _ = Fixture.press(&state, "/ u n d o Enter")
    guard case .help(let first)? = state.overlay else {
      Issue.record("the help is closed")
      return
    }
    _ = Fixture.press(&state, "n")
    guard case .help(let second)? = state.overlay else {
      Issue.record("the help is closed")
      return
    }
    #expect(first.hit != nil && second.hit != first.hit)
    #expect(state.rendered().text.contains("undo") || state.rendered().text.contains("undone"))
    _ = Fixture.press(&state, "/ z z z z Enter")
    #expect(state.rendered().text.contains("the help does not hold 'zzzz'"))
    _ = Fixture.press(&state, "/ a Escape Escape")
    #expect(state.overlay == nil)
  }

  @Test("a row's details name its alias, its kind and its scheme in words") func details() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p d")
    let screen = state.rendered().text
    for part in ["qact1", "LayerNorm inputs: a and V act on all 7", "PTS 8 bit: one scale times 2^α for each channel"] {
      #expect(screen.contains(part), "\(part)")
    }
    _ = Fixture.press(&state, "x Down Down")
    #expect(state.overlay == nil)
    state.notice = nil
    #expect(state.rendered().text.contains("blocks.0.attn · 7 rows · 8 bit at 7 · space, t act on blocks.0.attn.softmax"))
  }

  @Test("names are whole, in the tree and in a sorted list", arguments: [(80, 24), (120, 36), (200, 60)])
  func names(size: (Int, Int)) {
    var state = Fixture.prepared(width: size.0, height: size.1)
    _ = Fixture.press(&state, "z")
    for keys in ["g", "S", "S", "S"] {
      _ = Fixture.press(&state, keys)
      let lines = state.rendered().text.split(separator: "\n").dropFirst(4).dropLast(3)
      let rows = lines.map { $0.prefix(38) }.filter { !$0.contains("patch") }
      #expect(rows.allSatisfy { !$0.contains("⋯") }, "\(keys): \(rows.filter { $0.contains("⋯") })")
    }
  }

  @Test("every overlay draws at every size", arguments: [(40, 12), (76, 16), (120, 36), (200, 60)])
  func overlays(size: (Int, Int)) {
    for keys in ["?", "? /", ": b", "d", "/ n", "b", "h b 4", "e", "v j v / q k v Enter f", "p q"] {
      for glyphs in GlyphSet.allCases {
        var state = Fixture.prepared(width: size.0, height: size.1, glyphs: glyphs)
        _ = Fixture.press(&state, keys)
        let text = state.rendered().text
        #expect(state.overlay != nil, "\(keys)")
        #expect(glyphs != .ascii || text.unicodeScalars.allSatisfy(\.isASCII), "\(keys)")
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == size.1)
      }
    }
  }
}
