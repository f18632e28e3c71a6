import Models
import Quantization
import Terminal
import Testing
import Workbench

/// The palette: commands by letters and other words, arguments, rows, and the nearest thing where nothing matches.
@Suite struct PaletteTests {
  private func type(_ state: inout WorkbenchState, _ line: String, then keys: String = "Enter") -> [Effect] {
    _ = Fixture.press(&state, ":")
    for character in line { _ = update(&state, .key(.character(character))) }
    return Fixture.press(&state, keys)
  }

  private func titles(_ state: WorkbenchState, _ line: String) -> [String] {
    Palette(state, line: line).items.map(\.title)
  }

  @Test("bits", arguments: ["b 4", "bits 4", "4 bits", "width 4", "BITS  4 "]) func bits(line: String) {
    var state = Fixture.prepared()
    #expect(type(&state, line).count == 1)
    #expect(state.scheme(at: SiteID("blocks.0.norm1")) == .layerWise(4))
  }

  @Test("observer, PTS, attention, float") func arguments() {
    var state = Fixture.prepared()
    _ = type(&state, "observer omse")
    #expect(state.configuration.observer == .omse)
    _ = type(&state, "pts on")
    #expect(state.scheme(at: SiteID("blocks.0.norm1")) == .powersOfTwoScale(bits: 8))
    #expect(type(&state, "pts on").isEmpty, "a word says what to be, not what to switch")
    _ = type(&state, "pts off")
    #expect(state.scheme(at: SiteID("blocks.0.norm1")) == .layerWise(8))
    _ = type(&state, "go blocks.2.attn")
    _ = type(&state, "attention lis6")
    #expect(state.scheme(at: SiteID("blocks.2.attn.softmax")) == .logIntSoftmax(bits: 6))
  }

  @Test("a row by its name, its alias or a part of it", arguments: [
    ("go blocks.1.mlp.fc2.weight", "blocks.1.mlp.fc2.weight"), ("blocks.2", "blocks.2"),
    ("at blocks.2.qact2", "blocks.2.norm2"), ("go 1.attn.scores", "blocks.1.attn.scores"), ("logits", "logits"),
  ])
  func rows(line: String, name: String) {
    var state = Fixture.prepared()
    _ = type(&state, line)
    #expect(state.cursorRow?.name == name)
  }

  @Test("other words for commands", arguments: [
    ("exit", "quit"), ("save", "export the configuration"), ("stop", "cancel the run, or start it again"),
    ("cancel", "cancel the run, or start it again"), ("powers of two", "PTS on or off"),
    ("screenshot", "write the screen"), ("jump", "go to a row"), ("softmax", "attention: next step of the ladder"),
  ])
  func synonyms(word: String, name: String) {
    #expect(titles(Fixture.prepared(), word).first == name)
  }

  @Test("where nothing matches it says so, with the nearest") func nearest() {
    let state = Fixture.prepared()
    let palette = Palette(state, line: "quitt")
    #expect(palette.problem == "nothing matches 'quitt'; nearest:")
    #expect(palette.items.first?.title == "quit")
    #expect(Palette(state, line: "bits 9").problem == "bits takes something like 'bits 4'; nearest:")
    #expect(Palette(state, line: "go blocks.1.nrom2").items.first?.title == "go blocks.1.norm2")
    let nothing = Palette(state, line: "qqqqqqqq")
    #expect(nothing.items.isEmpty && nothing.problem == "nothing matches 'qqqqqqqq'")
    var typing = state
    #expect(type(&typing, "qqqqqqqq").isEmpty)
    #expect(typing.rendered().text.contains("nothing to do: Escape closes the palette"))
  }

  @Test("Tab completes, and an unfinished argument lists what may follow") func completion() {
    var state = Fixture.prepared()
    _ = type(&state, "observ", then: "Tab")
    #expect(state.overlay == .palette(input: replaced("observer "), cursor: 0))
    #expect(titles(state, "observer ") == ["observer minmax", "observer ema", "observer percentile", "observer omse"])
    #expect(titles(state, "observer o") == ["observer omse"])
    _ = Fixture.press(&state, "o Tab")
    #expect(state.overlay == .palette(input: replaced("observer omse"), cursor: 0))
  }

  private func replaced(_ text: String) -> TextInput {
    var input = TextInput()
    input.replace(with: text)
    return input
  }

  @Test("a command that does not act here says where it does") func elsewhere() {
    let state = Fixture.prepared()
    let item = Palette(state, line: "next flip").items.first
    #expect(item?.title == "next flip" && item?.refusal == "acts in 5 runs")
  }

  @Test("Up above the list brings back what was typed before") func history() {
    var state = Fixture.prepared()
    _ = type(&state, "bits 5")
    _ = Fixture.press(&state, ": Up")
    #expect(state.overlay == .palette(input: replaced("bits 5"), cursor: 0) || Palette(state, line: "bits 5").items.count == 1)
    #expect(Fixture.press(&state, "Backspace 3 Enter").count == 1)
    #expect(state.scheme(at: SiteID("blocks.0.norm1")) == .layerWise(3))
  }

  @Test("rows are set by a pattern, after a look at what that changes") func set() {
    var state = Fixture.prepared()
    #expect(type(&state, "set blocks.*.mlp.fc2.weight=uniform4-channel-wise").isEmpty)
    #expect(state.rendered().text.contains("uniform 4 bit channel-wise at 3 rows of blocks.*.mlp.fc2.weight"))
    #expect(Fixture.press(&state, "Enter").count == 1)
    #expect((0..<3).allSatisfy { state.scheme(at: SiteID("blocks.\($0).mlp.fc2.weight")) == .channelWise(4) })
    _ = Fixture.press(&state, "/ q k v Enter")
    _ = type(&state, "set blocks.1.norm*=float")
    #expect(state.rendered().text.contains("4 of them hidden by the filter"))
    _ = Fixture.press(&state, "Escape")
    #expect(type(&state, "set logits=uniform3").count == 1, "one row that is named needs no look")
    #expect(Palette(state, line: "set blocks.0=lis4").items.first?.refusal?.hasPrefix("lis4 is not defined at") == true)
    #expect(Palette(state, line: "set nowhere=float").items.first?.refusal?.contains("names no row") == true)
    #expect(titles(state, "set logits=uniform6") == ["set logits=uniform6", "set logits=uniform6-channel-wise"] || titles(state, "set logits=uniform6") == ["set logits=uniform6"])
    #expect(type(&state, "set blocks.2.at").isEmpty)
    #expect(state.overlay == .palette(input: TextInput("set blocks.2.attn="), cursor: 0))
  }

  @Test("every example in the table is understood") func examples() {
    let state = Fixture.prepared()
    for command in Command.all {
      guard let argument = command.argument else { continue }
      #expect(argument.words.allSatisfy { $0 == $0.lowercased() && !$0.contains(" ") })
      let example = argument.example == "go blocks.7.norm1" ? "go blocks.1.norm1" : argument.example
      let items = Palette(state, line: example).items
      #expect(items.first?.title.hasPrefix(argument.words[0] + " ") == true, "\(command.id): \(items.map(\.title))")
    }
    let words = Command.all.flatMap { $0.argument?.words ?? [] }
    #expect(Set(words).count == words.count, "a word names one command")
  }
}
