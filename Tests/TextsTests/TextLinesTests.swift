import TestSupport
import Testing
import Texts

@Suite struct TextLinesTests {
  private func lines(_ text: String) throws -> [String] { try TextLines(Array(text.utf8)).lines.map { String($0.text) } }

  @Test(arguments: ["a\nb c\n\nd", "a\r\nb c\r\n\r\nd\r\n", "a\rb c\r\rd\r", "\u{FEFF}a\r\n \tb c \t\n\nd  \n", "a\nb c\r\rd"])
  func `Marks, line ends and blanks are how an editor wrote it`(text: String) throws {
    #expect(try lines(text) == ["a", "b c", "d"])
    #expect(try TextLines(Array(text.utf8)).lines.map(\.number) == [1, 2, 4])
    let normal = try TextLines.text(Array(text.utf8))
    #expect(normal.split(separator: "\n", omittingEmptySubsequences: false).prefix(4).count == 4)
    #expect(!normal.unicodeScalars.contains("\r") && !normal.unicodeScalars.contains("\u{FEFF}"))
  }

  @Test func `Nothing has no line`() throws {
    #expect(try lines("").isEmpty && lines("\u{FEFF}").isEmpty && lines(" \r\n\t").isEmpty)
  }

  @Test func `What is no UTF-8 is refused by its line, or kept as bytes`() throws {
    let bytes = Array("one\ncaf".utf8) + [0xE9] + Array(".jpg 3\n".utf8)
    #expect(throws: TextLines.Problem.notUTF8(line: 2)) { try TextLines(bytes) }
    let line = try TextLines(bytes, keepsForeignBytes: true).lines[1]
    #expect(line.text == "café.jpg 3" && !line.isUTF8)
    #expect(line.bytes(of: line.text.prefix(8)) == Array("caf".utf8) + [0xE9] + Array(".jpg".utf8))
  }

  @Test func `UTF-16 and zero bytes are no text`() {
    #expect(throws: TextLines.Problem.isUTF16) { try TextLines([0xFF, 0xFE, 0x61, 0]) }
    #expect(throws: TextLines.Problem.isUTF16) { try TextLines([0xFE, 0xFF, 0, 0x61]) }
    #expect(throws: TextLines.Problem.isBinary(line: 2)) { try TextLines(Array("a\nb\0c".utf8)) }
    #expect(TextLines.Problem.isUTF16.description.contains("save it as UTF-8"))
  }

  @Test func `Lines longer than any name are refused, and lists longer than any data set`() {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: TextLines.lengthLimit)
    #expect(throws: TextLines.Problem.lineTooLong(line: 2)) { try TextLines([0x61, 0x0A] + long + [0x61]) }
    #expect(throws: Never.self) { try TextLines([0x61, 0x0A] + long + [0x0A]) }
  }

  @Test func `Whatever comes in, the lines are the text without its line ends`() throws {
    var generator = SeededGenerator(seed: 11)
    let pieces: [[UInt8]] = [[0x0A], [0x0D], [0x0D, 0x0A], [0x61], [0x20], [0xC3, 0xA9], [0xE9], [0xEF, 0xBB, 0xBF], [0x2C]]
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...20, using: &generator)).flatMap { _ in pieces.randomElement(using: &generator)! }
      let lines = try TextLines(bytes, keepsForeignBytes: true).lines
      #expect(lines.allSatisfy { !$0.text.isEmpty && !$0.text.first!.isWhitespace && !$0.text.last!.isWhitespace })
      #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.number < $1.number })
      for line in lines where !line.isUTF8 {
        #expect(bytes.firstRange(of: line.bytes(of: line.text)) != nil, "\(bytes)")
      }
    }
  }
}
