import Models
import Quantization
import Terminal
import TestSupport
import Testing
import Workbench

/// A gesture that looks like none is none: the second press comes back to exactly what was there.
@Suite struct GestureTests {
  private let norm = SiteID("blocks.0.norm1")
  private let softmax = SiteID("blocks.0.attn.softmax")

  @Test("f f comes back to PTS at its width") func float() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p b 5")
    #expect(state.scheme(at: norm) == .powersOfTwoScale(bits: 5))
    _ = Fixture.press(&state, "f")
    #expect(state.scheme(at: norm) == .float)
    _ = Fixture.press(&state, "f")
    #expect(state.scheme(at: norm) == .powersOfTwoScale(bits: 5))
    #expect(state.notice?.text == "PTS 5 bit again at blocks.0.norm1")
  }

  @Test("f comes back after other edits in between") func later() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p b 5 f")
    _ = Fixture.press(&state, "Down b 4 o j j p k k k f")
    #expect(state.cursorRow?.name == norm.name)
    #expect(state.scheme(at: norm) == .powersOfTwoScale(bits: 5))
  }

  @Test("space space comes back to any step of the ladder") func toggle() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down Down t t")
    #expect(state.scheme(at: softmax) == .log2(bits: 4))
    _ = Fixture.press(&state, "space")
    #expect(state.scheme(at: softmax) == .logIntSoftmax(bits: 4))
    _ = Fixture.press(&state, "space")
    #expect(state.scheme(at: softmax) == .log2(bits: 4))
  }

  @Test("a group goes back to what each of its rows was") func group() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "f Down b 3 k k")
    #expect(state.cursorRow?.name == "blocks.0")
    let before = state.configuration
    _ = Fixture.press(&state, "f Enter")
    #expect(state.cursorRow?.sites.allSatisfy { state.scheme(at: $0) == .float } == true)
    _ = Fixture.press(&state, "f Enter")
    #expect(state.configuration == before)
    _ = Fixture.press(&state, "j f")
    #expect(state.scheme(at: norm) == .layerWise(8), "the row itself still knows what it was")
  }

  @Test("undo between two presses leaves the memory right") func undo() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p b 5 f u b 3 f f")
    #expect(state.scheme(at: norm) == .powersOfTwoScale(bits: 3))
  }

  @Test("pairs of presses", arguments: Array(1...10) as [UInt64]) func pairs(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var state = Fixture.prepared()
    let pairs: [(Character, Character)] = [("f", "f"), ("p", "p"), (" ", " "), ("t", "T"), ("T", "t")]
    func press(_ character: Character) {
      _ = update(&state, .key(.character(character)))
      if case .preview? = state.overlay { _ = update(&state, .key(.enter)) }
    }
    for step in 0..<400 {
      let rows = state.visibleRows
      state.layers.cursor = rows.randomElement(using: &generator)!
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: press("b"); press(["2", "3", "4", "6"].randomElement(using: &generator)!)
      case 1: press(["f", "p", "t", "T", " ", "a", "u"].randomElement(using: &generator)!)
      case 2: press(["v", "V", "z", "l"].randomElement(using: &generator)!)
      case 3: _ = update(&state, .key(.escape))
      default:
        if state.overlay != nil { _ = update(&state, .key(.escape)) }
        let before = state.configuration
        let count = state.history.done.count
        let (first, second) = pairs.randomElement(using: &generator)!
        press(first)
        // A refused press is not taken back.
        guard state.history.done.count > count else { continue }
        press(second)
        #expect(state.configuration == before, "seed \(seed), step \(step): \(first) \(second) at \(state.cursorRow?.name ?? "")")
      }
      if state.overlay != nil { _ = update(&state, .key(.escape)) }
    }
  }
}
