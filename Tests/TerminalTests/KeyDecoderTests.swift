import CursesTerminal
import Terminal
import TestSupport
import Testing

/// Bytes as terminals send them, without ncurses, as if it knew none of the sequences.
struct KeyDecoderTests {
  /// All keys of what is typed; what is read with no more to come is waited for in vain.
  private static func keys(_ text: String, followsEscape: Bool = false) -> [Key] {
    var rest = text.unicodeScalars.map { KeyDecoder.Input.character($0.value) }[...]
    var keys: [Key] = []
    while let first = rest.popFirst() {
      let (key, left) = KeyDecoder.decode(first, followsEscape: followsEscape && keys.isEmpty) { _ in rest.popFirst() }
      keys.append(key)
      rest = left[...] + rest
    }
    return keys
  }

  @Test(arguments: [
    ("[H", Key.home), ("OH", .home), ("[1~", .home), ("[7~", .home), ("[1;5H", .home), ("[7^", .home), ("[7$", .home),
    ("[F", .end), ("OF", .end), ("[4~", .end), ("[8~", .end), ("[1;2F", .end), ("[8@", .end), ("[4;5~", .end),
    ("[A", .up), ("OA", .up), ("[1;3A", .up), ("[a", .up), ("Oa", .up), ("O5A", .up), ("[B", .down), ("OB", .down),
    ("[C", .right), ("OC", .right), ("[D", .left), ("OD", .left), ("[1;6D", .left), ("[5~", .pageUp), ("[5;5~", .pageUp),
    ("[6~", .pageDown), ("[2~", .insert), ("[3~", .delete), ("[3;5~", .delete), ("[Z", .backTab), ("OP", .function(1)),
    ("[11~", .function(1)), ("[[A", .function(1)), ("[1;2P", .function(1)), ("[15~", .function(5)), ("[[E", .function(5)),
    ("[24~", .function(12)), ("OM", .enter), ("Op", .character("0")), ("Oy", .character("9")), ("[I", .unknown),
    ("[O", .unknown), ("[?1;2c", .unknown), ("[97;5u", .unknown), ("[<0;3;4M", .unknown), ("[M !!", .unknown),
    ("[?2026;2$y", .unknown), ("]11;rgb:0000/0000/0000\u{1B}\\", .unknown), ("]52;c;cGY=\u{7}", .unknown),
    ("P>|xterm(390)\u{1B}\\", .unknown), ("_Gi=1;OK\u{1B}\\", .unknown), ("\u{1B}[A", .up), ("\u{1B}OA", .up),
  ])
  func `A sequence is one key, and what follows it another`(sequence: String, key: Key) {
    #expect(Self.keys("\u{1B}" + sequence) == [key])
    #expect(Self.keys("\u{1B}" + sequence + "q") == [key, .character("q")])
  }

  @Test func `Escape and Alt`() {
    #expect(Self.keys("\u{1B}") == [.escape])
    #expect(Self.keys("\u{1B}\u{1B}") == [.escape, .escape])
    #expect(Self.keys("\u{1B}x") == [.alt("x")])
    #expect(Self.keys("\u{1B}[") == [.alt("[")])
    #expect(Self.keys("\u{1B}]") == [.alt("]")])
    #expect(Self.keys("\u{1B}[1\u{1B}[A") == [.unknown, .up], "a sequence that breaks off ends where the next begins")
  }

  @Test func `The late rest of a sequence is no text`() {
    #expect(Self.keys("[Ap", followsEscape: true) == [.up, .character("p")])
    #expect(Self.keys("OF", followsEscape: true) == [.end])
    #expect(Self.keys("[", followsEscape: true) == [.character("[")])
    #expect(Self.keys("p", followsEscape: true) == [.character("p")])
    #expect(Self.keys("]11;rgb:ff\u{7}q", followsEscape: true) == [.unknown, .character("q")])
    #expect(Self.keys("P>|x\u{1B}\\q", followsEscape: true) == [.unknown, .character("q")])
    #expect(Self.keys("]]", followsEscape: true) == [.character("]"), .character("]")])
    #expect(Self.keys("P", followsEscape: true) == [.character("P")])
    #expect(Self.keys("[A") == [.character("["), .character("A")])
  }

  @Test func `What is pasted is one text`() {
    #expect(Self.keys("\u{1B}[200~fb\tx\r\ny\u{7}\u{1B}[201~q") == [.paste("fb x y"), .character("q")])
    #expect(Self.keys("\u{1B}[200~no end") == [.paste("no end")])
    #expect(Self.keys("\u{1B}[200~\u{1B}[201~") == [.paste("")])
    let long = Self.keys("\u{1B}[200~" + String(repeating: "x", count: 100_000) + "\u{1B}[201~q")
    #expect(long == [.paste(String(repeating: "x", count: KeyDecoder.longestPaste)), .character("q")])
  }

  @Test(arguments: [UInt64(3), 4, 5])
  func `No sequence leaves a letter behind`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...8, using: &generator)
      let parameters = String((0..<count).map { _ in "0123456789;:<=>?".randomElement(using: &generator)! })
      let last = Character(Unicode.Scalar(UInt8.random(in: 0x41...0x7E, using: &generator)))
      // ESC [ [ and the mouse's oldest encoding have more to come.
      guard !(parameters.isEmpty && (last == "[" || last == "M")), !(parameters == "200" && last == "~") else { continue }
      let keys = Self.keys("\u{1B}[" + parameters + String(last) + "q")
      #expect(keys.count == 2 && keys.last == .character("q"), "\(parameters)\(last)")
      if case .character = keys[0] { Issue.record("\(parameters)\(last) is \(keys[0])") }
    }
  }
}
