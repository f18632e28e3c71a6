import Terminal
import Testing

struct KeyTests {
  private static let keys: [Key] = [
    .character("a"), .character(" "), .character("A"), .character("日"), .character("/"), .enter, .tab, .backTab,
    .escape, .backspace, .delete, .insert, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .function(1),
    .function(12), .control("z"), .control("c"), .alt("x"), .alt("X"), .alt(" "), .unknown, .signal(15),
    .resize(Size(width: 80, height: 24)), .mouse(MouseEvent(.wheelUp, x: 3, y: 9)),
    .mouse(MouseEvent(.press, x: 0, y: 0)), .paste("two words, 日 %\u{1B}(x)"), .paste(""), .paste("UPPER"),
  ]

  @Test(arguments: keys) func namesAreReadBack(key: Key) {
    #expect(Key(parsing: key.description) == key)
  }

  @Test func names() {
    #expect(Key.control("z").description == "Ctrl-Z")
    #expect(Key.character(" ").description == "space")
    #expect(Key(parsing: "ctrl-z") == .control("z") && Key(parsing: "DOWN") == .down)
  }

  @Test(arguments: ["", "Dwn", "F0", "F99", "Ctrl-", "Mouse(press,1)", "Resize(1,x)", "Mouse(sneeze,1,2)", "Paste(%)", "Paste(%F)", "Paste(%FF)", "Paste(a"])
  func otherNamesAreNone(text: String) { #expect(Key(parsing: text) == nil) }

  @Test @MainActor func recordingScreenPlaysKeys() {
    let screen = RecordingScreen(size: Size(width: 4, height: 2), keys: [.up])
    screen.feed(.resize(Size(width: 9, height: 3)))
    #expect(screen.nextKey() == .up)
    #expect(screen.nextKey() == .resize(Size(width: 9, height: 3)) && screen.size.width == 9)
    #expect(screen.nextKey() == nil)
    screen.present(CellBuffer(size: screen.size))
    #expect(screen.frames.count == 1)
  }
}
