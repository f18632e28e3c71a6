import Terminal
import TestSupport
import Testing

struct CellBufferTests {
  @Test func drawingOutsideIsIgnored() {
    for size in [Size.zero, Size(width: 1, height: 1), Size(width: 5, height: 0), Size(width: 3, height: 2)] {
      var buffer = CellBuffer(size: size)
      buffer.write("日本 text", x: -3, y: 0)
      buffer.write("below", x: 0, y: 9)
      buffer.write("right", x: 9, y: 0)
      buffer[-1, -1] = Cell("x")
      buffer.fill(Rect(x: -5, y: -5, width: 50, height: 50), with: "#")
      buffer.box(Rect(x: -1, y: -1, width: 9, height: 9), title: "title", glyphs: .braille)
      buffer.restyle(Rect(x: -2, y: -2, width: 9, height: 9), adding: Style(bold: true))
      #expect(buffer.row(99).isEmpty)
      #expect(buffer.changes(from: nil).count == (size.width > 0 ? size.height : 0))
    }
  }

  @Test func sizesAreNeverNegative() {
    #expect(Size(width: -3, height: -1) == .zero)
    #expect(Rect(x: 0, y: 0, width: 3, height: 3).inset(2).isEmpty)
    #expect(Rect(x: 0, y: 0, width: 4, height: 4).intersection(Rect(x: 9, y: 9, width: 2, height: 2)).isEmpty)
    let (left, right) = Rect(x: 1, y: 0, width: 4, height: 2).splitHorizontally(at: 9)
    #expect(left.width == 4 && right.isEmpty)
    let (top, bottom) = Rect(x: 0, y: 1, width: 4, height: 5).splitVertically(at: 2)
    #expect(top == Rect(x: 0, y: 1, width: 4, height: 2) && bottom == Rect(x: 0, y: 3, width: 4, height: 3))
  }

  @Test func writeCountsColumnsAndCuts() {
    var buffer = CellBuffer(width: 8, height: 1)
    #expect(buffer.write("a日b", x: 0, y: 0) == 4)
    #expect(buffer.text == "a日b")
    #expect(buffer[1, 0].width == 2 && buffer[2, 0].isContinuation)
    #expect(buffer.write("abcdef", x: 0, y: 0, maxWidth: 3) == 3)
    #expect(buffer.write("日日", x: 0, y: 0, maxWidth: 3) == 2)
  }

  @Test func combiningMarksStayWithTheirLetter() {
    var buffer = CellBuffer(width: 4, height: 1)
    buffer.write("e\u{301}x", x: 0, y: 0)
    #expect(buffer[0, 0].character == "e\u{301}")
    #expect(buffer[1, 0].character == "x")
  }

  @Test(arguments: [
    "\u{0}", "\u{7}", "\u{1B}", "\n", "\r\n", "\t", "\u{7F}", "\u{80}", "\u{9B}", "\u{9D}", "\u{202E}", "\u{2066}",
    "\u{200B}", "\u{200D}", "\u{AD}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}", "\u{2028}", "\u{E000}", "\u{378}", "\u{301}",
    "\u{600}1", "\u{1160}",
  ])
  func whatCannotBeShownIsReplaced(text: String) {
    let character = Character(text)
    let cell = Cell(character)
    #expect(cell.character == "\u{FFFD}" && cell.width == 1)
    var buffer = CellBuffer(width: 3, height: 1)
    #expect(buffer.write("a\(character)b", x: 0, y: 0) <= 3)
    #expect(DisplayWidth.of(character) == 1)
  }

  @Test func marksAreKeptInReason() {
    #expect(Cell("\u{1F468}\u{200D}\u{1F469}").character == "\u{1F468}\u{200D}\u{1F469}")
    #expect(Cell("\u{1F3F4}\u{E0067}\u{E007F}").character == "\u{1F3F4}", "tags are controls")
    let heap = Character("o" + String(repeating: "\u{301}", count: 500))
    #expect(Cell(heap).character.unicodeScalars.count < 20)
  }

  @Test(arguments: [UInt64(8), 9])
  func noTextPutsAControlIntoACell(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var buffer = CellBuffer(width: 40, height: 1)
    for _ in 0..<2_000 {
      let ranges: [ClosedRange<UInt32>] = [0...0x9F, 0x300...0x36F, 0x600...0x6FF, 0x2000...0x206F, 0xFE00...0xFFFF, 0xE0000...0xE007F]
      let scalars = (0..<12).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: ranges.randomElement(using: &random)!, using: &random))
      }
      buffer.write(String(String.UnicodeScalarView(scalars)), x: 0, y: 0)
      for cell in buffer.row(0) {
        let isPlain = cell.character.unicodeScalars.allSatisfy { scalar in
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: false
          case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
          default: true
          }
        }
        #expect(isPlain, "\(cell.character.debugDescription)")
      }
    }
  }

  @Test func wideCharacterAtTheEdgeLeavesASpace() {
    var buffer = CellBuffer(width: 3, height: 1)
    buffer.write("ab日", x: 0, y: 0)
    #expect(buffer.text == "ab")
    var clipped = CellBuffer(width: 6, height: 1)
    clipped.clipped(to: Rect(x: 0, y: 0, width: 3, height: 1)) { $0.write("ab日c", x: 0, y: 0) }
    #expect(clipped.text == "ab")
  }

  @Test func overwritingHalfOfAWideCharacterBlanksTheOther() {
    var buffer = CellBuffer(width: 4, height: 1)
    buffer.write("日本", x: 0, y: 0)
    buffer.write("x", x: 1, y: 0)
    #expect(buffer.text == " x本")
    buffer.write("語", x: 1, y: 0)
    #expect(buffer.text == " 語")
  }

  @Test func boxesInUnicodeAndASCII() {
    var buffer = CellBuffer(width: 12, height: 3)
    let inner = buffer.box(buffer.bounds, title: "layers", glyphs: .braille)
    buffer.write("norm1", in: inner)
    #expect(inner == Rect(x: 1, y: 1, width: 10, height: 1))
    #expect(
      buffer.text == """
        ┌ layers ──┐
        │norm1     │
        └──────────┘
        """)
    buffer.box(buffer.bounds, title: "a long title", glyphs: .ascii)
    #expect(
      buffer.text == """
        + a long ~ +
        |norm1     |
        +----------+
        """)
  }

  @Test func styledTextShowsStyles() {
    var buffer = CellBuffer(width: 6, height: 2)
    buffer.write("ab", x: 0, y: 0, style: Style(bold: true))
    buffer.write("c", x: 1, y: 1, style: Style(foreground: .ansi(2), reverse: true))
    #expect(
      buffer.styledText == """
        ab
         c
        ---
        aa
        .b
        ---
        a bold
        b fg=ansi2 reverse
        """)
  }

  @Test func changesAreTheRunsThatDiffer() {
    var old = CellBuffer(width: 10, height: 2)
    old.write("abcdefghij", x: 0, y: 0)
    old.write("日本語", x: 0, y: 1)
    var new = old
    new.write("X", x: 1, y: 0)
    new.write("YZ", x: 5, y: 0)
    new.write("本", x: 0, y: 1, style: Style(bold: true))
    let runs = new.changes(from: old)
    #expect(runs.map { "\($0.x),\($0.y),\($0.cells.count)" } == ["1,0,1", "5,0,2", "0,1,2"])
    #expect(new.changes(from: new).isEmpty)
  }

  @Test(arguments: [UInt64(1), 2, 3, 20_261_123])
  func randomDrawingKeepsTheBufferWhole(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "日", "🎉", "e\u{301}", "\u{1F468}\u{200D}\u{1F469}", "\t", "\u{7F}", "─", "⣿", "\u{301}", "한"]
    var buffer = CellBuffer(
      width: .random(in: 0...20, using: &random), height: .random(in: 0...6, using: &random))
    var shown = CellBuffer(size: buffer.size)
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
      let x = Int.random(in: -5...25, using: &random)
      let y = Int.random(in: -2...8, using: &random)
      let area = Rect(
        x: x, y: y, width: .random(in: -2...9, using: &random), height: .random(in: -2...4, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: buffer.write(text, x: x, y: y, maxWidth: .random(in: -1...9, using: &random))
      case 1: buffer.clipped(to: area) { $0.write(text, x: x - 1, y: y) }
      case 2: buffer.box(area, title: text, glyphs: .braille)
      default: buffer.fill(area, with: "#", style: Style(bold: true))
      }
      for row in 0..<buffer.height {
        for column in 0..<buffer.width {
          let isCovered = column > 0 && buffer[column - 1, row].width == 2
          #expect(buffer[column, row].isContinuation == isCovered, "seed \(seed)")
        }
      }
      for run in buffer.changes(from: shown) {
        #expect(!run.cells.first!.isContinuation && run.cells.last!.width != 2, "seed \(seed)")
        for (offset, cell) in run.cells.enumerated() where !cell.isContinuation { shown[run.x + offset, run.y] = cell }
      }
      #expect(shown == buffer, "seed \(seed)")
    }
  }
}
