import Terminal
import Testing
import Workbench

/// The command table, which dispatch, footer, help, palette and README share.
@Suite struct CommandTests {
  @Test("no key means two things in one place") func keysAreUnique() {
    for scope in Set(Command.all.map(\.scope)) {
      let keys = Command.all.filter { $0.scope == scope }.flatMap(\.keys)
      #expect(Set(keys).count == keys.count, "in \(scope.title)")
    }
  }

  @Test("every command has a name, a key and a sentence") func isDescribed() {
    for command in Command.all {
      #expect(!command.keys.isEmpty)
      #expect(!command.name.isEmpty)
      #expect(command.help.hasSuffix("."), "\(command.id)")
      #expect(command.help.count <= 150, "\(command.id)")
    }
    #expect(Set(Command.all.map(\.id)).count == Command.all.count)
  }

  @Test("the key table has a line a command") func keyTable() {
    let lines = Command.keyTableMarkdown.split(separator: "\n")
    #expect(lines.count == Command.all.count + 2)
    #expect(lines.contains { $0.hasPrefix("| `p` | on layers | PTS on or off |") })
  }

  @Test("a view's own key comes before the layers'") func precedence() {
    var state = Fixture.prepared()
    #expect(Command.bound(to: .enter, in: state)?.id == "open")
    _ = Fixture.press(&state, "5")
    #expect(Command.bound(to: .enter, in: state)?.id == "run.return")
    #expect(Command.bound(to: .character("p"), in: state) == nil)
  }
}
