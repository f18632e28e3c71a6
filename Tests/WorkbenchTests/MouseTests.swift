import Foundation
import Terminal
import Testing
import Workbench

/// Clicks and the wheel, on the places where the screen draws things.
@Suite struct MouseTests {
  private func click(_ state: inout WorkbenchState, _ kind: MouseEvent.Kind = .press, x: Int, y: Int) -> [Effect] {
    update(&state, .key(.mouse(MouseEvent(kind, x: x, y: y))))
  }

  /// Where a text stands on the screen.
  private func place(of text: String, in state: WorkbenchState) throws -> (x: Int, y: Int) {
    for (y, line) in state.rendered().text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let range = line.range(of: text) { return (line.distance(from: line.startIndex, to: range.lowerBound), y) }
    }
    throw NotOnScreen(text: text)
  }

  private struct NotOnScreen: Error { let text: String }

  @Test("a click chooses a row, a second one toggles it") func row() throws {
    var state = Fixture.prepared()
    let norm = try place(of: "norm2", in: state)
    #expect(click(&state, x: norm.x, y: norm.y).isEmpty)
    #expect(state.cursorRow?.name == "blocks.0.norm2")
    #expect(click(&state, x: norm.x, y: norm.y).count == 1)
  }

  @Test("a click on a group opens it") func group() throws {
    var state = Fixture.prepared()
    let block = try place(of: "blocks.1", in: state)
    let count = state.visibleRows.count
    _ = click(&state, x: block.x, y: block.y)
    #expect(state.visibleRows.count == count + 6)
  }

  @Test("a click on a tab shows its view", arguments: [40, 80, 120]) func tab(width: Int) throws {
    var state = Fixture.prepared(width: width, height: 24)
    _ = Fixture.press(&state, "1")
    let tab = try place(of: "5 runs", in: state)
    _ = click(&state, x: tab.x, y: tab.y)
    #expect(state.view == .runs)
  }

  @Test("a click on a footer key is the key") func footer() throws {
    var state = Fixture.prepared()
    let key = try place(of: "p PTS", in: state)
    #expect(click(&state, x: key.x, y: key.y).count == 1)
    let help = try place(of: "? help", in: state)
    _ = click(&state, x: help.x, y: help.y)
    #expect(state.overlay == .help(HelpPlace()))
  }

  @Test("a click in the palette runs a command, one beside it closes it") func palette() throws {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, ":")
    let command = try place(of: "PTS on or off", in: state)
    #expect(click(&state, x: command.x, y: command.y).count == 1)
    #expect(state.overlay == nil)
    _ = Fixture.press(&state, ":")
    _ = click(&state, .wheelDown, x: command.x, y: command.y)
    #expect(state.overlay == .palette(input: TextInput(), cursor: 1))
    #expect(click(&state, x: 1, y: 30).isEmpty)
    #expect(state.overlay == nil)
  }

  @Test("the wheel moves the rows under it") func wheel() {
    var state = Fixture.prepared()
    let before = state.layers.cursor
    _ = click(&state, .wheelDown, x: 5, y: 10)
    #expect(state.layers.cursor != before)
  }
}
