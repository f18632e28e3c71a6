import Graphs
import Models
import Quantization
import Terminal
import TestSupport
import Testing
import Workbench

/// Edits act on what is shown, or ask.
@Suite struct EditTargetTests {
  private let fc2 = (0..<3).map { SiteID("blocks.\($0).mlp.fc2.weight") }

  private static func changed(_ state: WorkbenchState, from before: QuantizationConfiguration) -> [String] {
    state.graph.sites.filter { before.scheme(at: $0) != state.configuration.scheme(at: $0) }.map(\.id.name)
  }

  @Test("V under a filter selects what is shown, and bits change just that") func filterThenKind() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "/ f c 2 space w e i g h t Enter V")
    #expect(state.layers.selected.map { state.tree.rows[$0].name }.sorted() == fc2.map(\.name))
    #expect(state.notice?.text.hasPrefix("3 rows of the kind 'mlp.fc2 weights' selected") == true)
    #expect(Fixture.press(&state, "b 3").count == 1, "all of it is shown: nothing to ask")
    #expect(Self.changed(state, from: .base) == fc2.map(\.name))
    #expect(state.notice?.text == "3 bit at 3 selected rows")
  }

  @Test("a filter narrows the kind") func filterNarrows() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "/ b l o c k s . 1 space w e i g h t Enter V")
    #expect(state.layers.selected.count == 1, "blocks.1 has one weight of each kind")
    _ = Fixture.press(&state, "Escape b 5 a")
    #expect(Self.changed(state, from: .base) == ["blocks.1.attn.qkv.weight"])
    #expect(state.notice?.text.contains("already") == true, "a takes only what is shown: nothing is left to change")
  }

  @Test("apply to all says what it would change, what of it is folded, and waits") func applyShows() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p a")
    guard case .preview(let preview)? = state.overlay else {
      Issue.record("nothing is shown")
      return
    }
    #expect(preview.plan?.changes.count == 6)
    // norm2 of the open block and the last norm are in sight.
    #expect(preview.foldedCount == 4)
    let screen = state.rendered().text
    #expect(screen.contains("PTS 8 bit at 6 LayerNorm inputs") && screen.contains("4 of them in folded groups"))
    #expect(screen.contains("Enter changes 6 rows  Escape leaves"))
    _ = Fixture.press(&state, "Escape")
    #expect(state.overlay == nil && Self.changed(state, from: .base) == ["blocks.0.norm1"])
  }

  @Test("bits on a group show that attention goes along") func groupShows() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down Down space h b 4")
    #expect(state.cursorRow?.name == "blocks.0")
    let screen = state.rendered().text
    #expect(screen.contains("1 attention softmaxes: LIS 4 bit → LIS 4 bit") == false, "what stays is no change")
    #expect(screen.contains("4 bit at 14 rows of blocks.0") && screen.contains("1 more are so already"))
    #expect(screen.contains("LayerNorm inputs: uniform 8 bit → uniform 4 bit"))
    #expect(Fixture.press(&state, "Enter").count == 1)
    #expect(Self.changed(state, from: .base).allSatisfy { $0.hasPrefix("blocks.0.") })
    #expect(Self.changed(state, from: .base).count == 15)
  }

  @Test("a group under a filter takes what the filter leaves of it") func groupUnderFilter() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "/ n o r m 2 Enter")
    state.layers.cursor = state.tree.row(named: "blocks.1")!.id
    _ = Fixture.press(&state, "f Enter")
    #expect(Self.changed(state, from: .base) == ["blocks.1.norm2", "blocks.1.norm2.output"])
  }

  @Test("an attention's group stands for its softmax, and says so") func attentionGroup() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down Down")
    #expect(state.cursorRow?.name == "blocks.0.attn")
    #expect(Fixture.press(&state, "t").count == 1)
    #expect(state.notice?.text == "uniform 4 bit at blocks.0.attn.softmax")
    #expect(Fixture.press(&state, "space").count == 1)
    #expect(state.notice?.text == "LIS on at blocks.0.attn.softmax")
    _ = Fixture.press(&state, "/ q k v Enter")
    state.layers.cursor = state.tree.row(named: "blocks.0.attn")!.id
    #expect(Fixture.press(&state, "t").isEmpty)
    #expect(state.notice?.text == "the filter /qkv hides blocks.0.attn.softmax: Escape takes it away")
  }

  @Test("a selection that a later filter hides is asked about") func hiddenSelection() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "/ f c 2 space w e i g h t Enter V / b l o c k s . 1 Enter")
    #expect(state.notice?.text == "the filter hides 2 of 3 selected rows: an edit will ask")
    #expect(state.rendered().text.contains("3 selected, 2 hidden"))
    var other = state
    #expect(Fixture.press(&state, "f").isEmpty)
    #expect(state.rendered().text.contains("Enter changes 1 row  i changes 3 rows with the hidden"))
    _ = Fixture.press(&state, "Enter")
    #expect(Self.changed(state, from: .base) == [fc2[1].name])
    _ = Fixture.press(&other, "f i")
    #expect(Self.changed(other, from: .base) == fc2.map(\.name))
    _ = Fixture.press(&other, "u / n o r m Enter f")
    _ = Fixture.press(&other, "Enter")
    #expect(Self.changed(other, from: .base).isEmpty, "nothing that was meant is in sight")
  }

  @Test("v on a group selects it, and again drops it") func selectGroup() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down Down v")
    #expect(state.layers.selected.count == 7)
    #expect(state.notice?.text.contains("7 of them in folded groups") == true)
    _ = Fixture.press(&state, "v")
    #expect(state.layers.selected.isEmpty)
  }

  /// Whatever is edited was under the cursor, in sight, or listed before Enter.
  @Test("what is edited was shown or confirmed", arguments: Array(1...6) as [UInt64]) func shown(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var state = Fixture.prepared()
    let keys: [Key] =
      "pftTbaaavVjjjkkhlzgGS 234".map { .character($0) } + [.enter, .escape, .escape, .down, .down, .up]
    let filters = ["fc2 weight", "norm", "1", "softmax", "blocks.2", "qact", "weight"]
    for step in 0..<700 {
      if Int.random(in: 0..<40, using: &generator) == 0 {
        let words = filters.randomElement(using: &generator)!
        for key in [Key.escape, .escape, .character("/")] { _ = update(&state, .key(key)) }
        for character in words { _ = update(&state, .key(.character(character))) }
        _ = update(&state, .key(.enter))
      }
      let before = state
      _ = update(&state, .key(keys.randomElement(using: &generator)!))
      let sites = Set(Self.changed(state, from: before.configuration))
      guard !sites.isEmpty else { continue }
      var allowed = Set(before.visibleRows.filter { !before.tree.rows[$0].isGroup }.map { before.tree.rows[$0].name })
      if case .preview(let preview)? = before.overlay {
        allowed.formUnion((preview.plan?.changes ?? []).map(\.site.name))
      }
      // One row in the group under the cursor is named in the notice.
      if sites.count == 1, let row = before.cursorRow, row.isGroup, row.sites.contains(where: { sites.contains($0.name) }) {
        allowed.formUnion(sites)
      }
      if sites.count == 1, before.layers.selected.count == 1 { allowed.formUnion(before.targetSites.map(\.name)) }
      #expect(sites.isSubset(of: allowed), "seed \(seed), step \(step): \(sites.subtracting(allowed).sorted())")
      if case .preview? = before.overlay { continue }
      // Without a question nothing that the filter hides is touched.
      let hidden = before.tree.leaves.filter { !before.isLeft(byFilter: $0) }.map { before.tree.rows[$0].name }
      #expect(sites.isDisjoint(with: hidden), "seed \(seed), step \(step)")
    }
  }
}
