import Terminal
import Testing

struct TextTests {
  @Test(arguments: [
    ("a", 1), ("日", 2), ("é", 1), ("e\u{301}", 1), ("\u{301}", 1), ("\u{7}", 1), ("\u{202E}", 1), ("\u{FFFE}", 1), ("\r\n", 1), ("🎉", 2), ("⣿", 1), ("─", 1),
    ("한", 2), ("❤\u{FE0F}", 2), ("❤", 1), ("\u{1F468}\u{200D}\u{1F469}", 2), ("▸", 1), ("ａ", 2),
  ])
  func displayWidth(text: String, width: Int) { #expect(DisplayWidth.of(text) == width) }

  @Test func fitting() {
    #expect(TextLayout.fitted("abc", width: 5, alignment: .right) == "  abc")
    #expect(TextLayout.fitted("日本語", width: 4, ellipsis: "~") == "日~ ")
    #expect(TextLayout.truncated("abc", width: 0) == "")
    #expect(TextLayout.truncated("abc", width: 1, ellipsis: "~") == "a")
    #expect(TextLayout.wrapped("one two three", width: 7) == ["one two", "three"])
    #expect(TextLayout.wrapped("abcdefg hi", width: 3) == ["abc", "def", "g", "hi"])
    #expect(TextLayout.wrapped("", width: 3) == [""])
  }

  @Test(arguments: [
    (6.1, "6.1"), (0.034, "0.034"), (1120, "1,120"), (0, "0"), (-5.94, "−5.9"), (1.2e-7, "1.2e−7"), (99.96, "100"),
    (3.4e12, "3.4e12"), (.infinity, "inf"), (.nan, "n/a"),
  ])
  func shortNumbers(value: Double, text: String) { #expect(NumberText.short(value) == text) }

  @Test func fixedNumbers() {
    #expect(NumberText.fixed(-1.64, places: 1, signed: true) == "−1.6")
    #expect(NumberText.fixed(1.96, places: 1, signed: true) == "+2.0")
    #expect(NumberText.fixed(-0.04, places: 1) == "0.0")
    #expect(NumberText.fixed(1_234_567.891, places: 2) == "1,234,567.89")
    #expect(NumberText.percent(0.801) == "80.1 %")
    #expect(NumberText.grouped(-1_000) == "−1,000" && NumberText.grouped(.min).hasSuffix("808"))
  }

  @Test func ticksAreRound() {
    #expect(NiceTicks(lower: 0, upper: 1, maxCount: 6).labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(NiceTicks(lower: -5.9, upper: 6.1, maxCount: 4).labels == ["−5", "0", "5"])
    #expect(NiceTicks(lower: 0.011, upper: 0.034, maxCount: 3).labels == ["0.02", "0.03"])
    for (lower, upper) in [(1.0, 1.0), (2, 1), (.nan, 1), (0, .infinity)] {
      #expect(NiceTicks(lower: lower, upper: upper, maxCount: 4).values.isEmpty)
    }
    for maxCount in 1...12 {
      let ticks = NiceTicks(lower: -1e-7, upper: 3e5, maxCount: maxCount)
      #expect(ticks.values.count <= maxCount && ticks.values.allSatisfy { $0 >= -1e-6 && $0 <= 3.0001e5 })
    }
  }

  @Test func fuzzyMatching() {
    #expect(FuzzyMatch("tpts", in: "Toggle PTS")?.positions == [0, 7, 8, 9])
    #expect(FuzzyMatch("xyz", in: "Toggle PTS") == nil)
    #expect(FuzzyMatch("", in: "anything")?.score == 0)
    let names = ["Export configuration", "Toggle row", "Error view", "Exit"]
    #expect(FuzzyMatch.ranked(names, query: "ex") { $0 }.map(\.element).prefix(2) == ["Exit", "Export configuration"])
  }

  @Test func glyphSetOfALocale() {
    #expect(GlyphSet.automatic(environment: ["LANG": "de_DE.UTF-8"]) == .braille)
    #expect(GlyphSet.automatic(environment: ["LANG": "de_DE.UTF-8", "LC_ALL": "C"]) == .ascii)
    #expect(GlyphSet.automatic(environment: ["LANG": "en_US.utf8", "LC_ALL": ""]) == .braille)
    #expect(GlyphSet.automatic(environment: [:]) == .ascii)
    for (name, glyphs) in [
      ("linux", GlyphSet.ascii), ("linux-16color", .ascii), ("vt100", .ascii), ("dumb", .ascii), ("xterm-256color", .braille),
      ("linuxish", .braille), ("tmux-256color", .braille),
    ] {
      #expect(GlyphSet.automatic(environment: ["LANG": "C.UTF-8", "TERM": name]) == glyphs, "\(name)")
    }
    #expect(GlyphSet.ascii.spelled("±2.8 × α → 日") == "+-2.8 x alpha -> ?")
    #expect(GlyphSet.block.spelled("±") == "±")
    #expect(GlyphSet.ascii.spelled("a\u{1B}b\u{202E}c\nd\r\n") == "a?b?c\nd?")
  }

  @Test func marksTakeOneColumn() {
    for glyphs in GlyphSet.allCases {
      for mark in [glyphs.foldOpen, glyphs.foldClosed, glyphs.cursor, glyphs.up, glyphs.ellipsis, glyphs.barStart] {
        #expect(DisplayWidth.of(mark) == 1)
      }
      for piece in glyphs.barPieces + glyphs.columnPieces { #expect(DisplayWidth.of(piece) == 1) }
    }
  }
}
