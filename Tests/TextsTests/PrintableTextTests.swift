import TestSupport
import Testing
import Texts

@Suite struct PrintableTextTests {
  @Test(arguments: [
    ("café 文字.jpg", "café 文字.jpg"), ("a\u{1B}[2Jb", "a\\u{1B}[2Jb"), ("a\u{7}", "a\\u{7}"), ("\u{9B}31m", "\\u{9B}31m"),
    ("two\nlines\r\n", "two\\nlines\\r\\n"), ("tab\t", "tab\\t"), ("\u{202E}gpj.exe", "\\u{202E}gpj.exe"),
    ("\u{2028}", "\\u{2028}"), ("\u{FEFF}mark", "\\u{FEFF}mark"), ("\u{7F}", "\\u{7F}"), ("", ""),
    ("👩‍👧", "👩‍👧"), ("\u{FFFE}", "\\u{FFFE}"),
  ])
  func `Text as it is printed`(text: String, expected: String) { #expect(text.printable == expected) }

  @Test func `Bytes that are no UTF-8 stand as they are on disk`() {
    #expect(String(printing: Array("caf".utf8) + [0xE9]) == "caf\\xE9")
    #expect(String(printing: [0xE9, 0x41]) == "\\xE9A")
    #expect(String(printing: [0xC3]) == "\\xC3")
    #expect(String(printing: [0xE2, 0x82]) == "\\xE2\\x82")
    #expect(String(printing: Array("é\u{1B}".utf8)) == "é\\u{1B}")
    #expect(String(printing: [] as [UInt8]) == "")
    #expect(String(printing: Array("日本語 café x.png".utf8)) == "日本語 café x.png")
    #expect(String(printing: [0xED, 0xA0, 0x80, 0x41]) == "\\xED\\xA0\\x80A", "a surrogate")
  }

  @Test func `Long text is cut in its middle`() {
    #expect("abcdefghij".printable(limit: 10) == "abcdefghij")
    #expect("abcdefghijk".printable(limit: 10) == "abcde…hijk")
    #expect(String(repeating: "x", count: 5_000_000).printable.count == 400)
  }

  @Test func `Whatever comes in, nothing that a terminal obeys goes out`() {
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<2_000 {
      let bytes = (0..<12).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let text = String(printing: bytes)
      #expect(!text.unicodeScalars.contains { !$0.isPrintable }, "\(bytes)")
      let decoded = String(decoding: bytes, as: UTF8.self).printable
      #expect(!decoded.unicodeScalars.contains { !$0.isPrintable }, "\(bytes)")
    }
  }
}
