import Foundation
import TestSupport
import Testing
import Texts

@Suite struct PrintableLinesTests {
  @Test func `Line breaks stay, nothing else that a terminal obeys`() {
    #expect("one\ntwo\u{1B}[2J\r\n".printableLines == "one\ntwo\\u{1B}[2J\\r\n")
    #expect("\u{9B}5m\u{202E}".printableLines == "\\u{9B}5m\\u{202E}")
    #expect("plain α 日\n".printableLines == "plain α 日\n")
  }

  @Test func `JSON means the same`() throws {
    var generator = SeededGenerator(seed: 5)
    let ranges: [ClosedRange<UInt32>] = [0...0xFF, 0x2000...0x206F, 0xFE00...0xFFFF, 0x1F400...0x1F4FF, 0xE0000...0xE007F]
    for _ in 0..<500 {
      let scalars = (0..<10).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: ranges.randomElement(using: &generator)!, using: &generator))
      }
      let name = String(String.UnicodeScalarView(scalars))
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
      let text = String(decoding: try encoder.encode([name: name]), as: UTF8.self).printableJSON
      #expect(text.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" })
      let back = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
      #expect(back.values.first?.unicodeScalars.elementsEqual(name.unicodeScalars) == true, "\(text)")
    }
  }
}
