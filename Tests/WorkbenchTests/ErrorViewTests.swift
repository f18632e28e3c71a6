import Graphs
import Evaluation
import Models
import Quantization
import Terminal
import TestSupport
import Testing

@testable import Workbench

/// View 4: what costs how much, and what costs nothing.
@Suite struct ErrorViewTests {
  private func floatBlock(_ block: Int) -> WorkbenchState {
    var state = Fixture.prepared()
    var configuration = state.configuration
    let row = state.tree.rows.first { $0.name == "blocks.\(block)" }
    for id in row?.sites ?? [] { configuration.set(.float, at: Fixture.graph.site(id)!) }
    Fixture.finish(&state, update(&state, .configure(configuration)))
    return state
  }

  @Test(arguments: 0..<3) func `A block that is float is neither blamed nor measured`(block: Int) {
    var state = floatBlock(block)
    _ = update(&state, .goTo(row: "blocks.\(block)"))
    Fixture.answer(&state, Fixture.press(&state, "4"))
    #expect(state.costliestBlock?.name != "blocks.\(block)")
    let text = state.rendered().text
    #expect(text.contains("blocks.\(block): own float"))
    #expect(!text.contains("blocks.\(block) costs most"))
    #expect(!text.contains("- at worst"))
  }

  @Test func `Of blocks that are quantized, the one that adds the most noise costs most`() throws {
    var state = Fixture.prepared()
    // The residual stream is exact before block 1, so it has no dB to lose there.
    let decibels: [Int?: Double] = [0: .infinity, 1: .infinity, 2: 30, nil: 25]
    var sites: [SiteID: SignalToNoise] = [:]
    for norm in Fixture.graph.layerNorms {
      let level = decibels[norm.block] ?? 25
      sites[norm.input] = level == .infinity ? SignalToNoise(signal: 1, noise: 0) : Fixture.signal(level)
    }
    _ = Fixture.press(&state, "4")
    _ = update(
      &state, .probed(.accumulatedErrors(state.configuration), .accumulatedErrors(.init(imageCount: 16, sites: sites))))
    let cost = try #require(state.costliestBlock)
    #expect(cost.name == "blocks.2")
    #expect(abs(cost.before - 30) < 1e-9 && abs(cost.after - 25) < 1e-9)
  }

  @Test func `Everything float: the view says so`() {
    var state = Fixture.prepared()
    Fixture.finish(&state, update(&state, .configure(.float)))
    Fixture.answer(&state, Fixture.press(&state, "4"))
    #expect(state.rendered().text.contains("every site is float"))
  }

  @Test func `Before calibration the view says what it waits for`() {
    var state = Fixture.state()
    _ = update(&state, .started)
    _ = Fixture.press(&state, "4")
    #expect(state.rendered().text.contains("SQNRs are known after calibration"))
    _ = update(&state, .service(.weightErrors(Fixture.weightErrors)))
    let text = state.rendered().text
    #expect(text.contains("these are known after calibration") && text.contains("weights"))
  }

  @Test func `Taller is better, and says so`() {
    var state = Fixture.prepared(width: 160)
    Fixture.answer(&state, Fixture.press(&state, "4"))
    #expect(state.rendered().text.contains("taller is better"))
    #expect(state.rendered().text.contains("4 SQNR"))
  }
}
