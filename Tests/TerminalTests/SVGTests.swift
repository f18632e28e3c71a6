import Foundation
import FoundationXML
import Terminal
import TestSupport
import Testing

/// The screen as a picture.
struct SVGTests {
  /// The elements of a picture, which must be well-formed.
  private static func elements(_ svg: String) throws -> [(name: String, attributes: [String: String], text: String)] {
    final class Reader: NSObject, XMLParserDelegate {
      var elements: [(name: String, attributes: [String: String], text: String)] = []
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
      ) { elements.append((name, attributes, "")) }
      func parser(_ parser: XMLParser, foundCharacters text: String) {
        elements[elements.count - 1].text += text.trimmingCharacters(in: .newlines)
      }
    }
    let parser = XMLParser(data: Data(svg.utf8))
    let reader = Reader()
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    return reader.elements
  }

  private static func picture(_ text: String, style: Style = .plain) -> CellBuffer {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var buffer = CellBuffer(width: lines.map { DisplayWidth.of($0) }.max() ?? 0, height: lines.count)
    for (y, line) in lines.enumerated() { buffer.write(line, x: 0, y: y, style: style) }
    return buffer
  }

  @Test func `Words stand at their columns, stretched to their widths`() throws {
    let elements = try Self.elements(Self.picture("top-1  日本 a<&b").svg())
    let texts = elements.filter { $0.name == "text" }
    #expect(texts.map(\.text) == ["top-1", "日本", "a<&b"])
    #expect(texts.map { $0.attributes["x"] } == ["0", "56", "96"])
    #expect(texts.map { $0.attributes["textLength"] } == ["40", "32", "32"])
  }

  @Test func `No font is asked for frames, blocks and plots`() throws {
    let glyphs = "─│┌┐└┘├┤┬┴┼▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕▖▗▘▙▚▛▜▝▞▟▸▾►▴◂"
    let braille = String(String.UnicodeScalarView((0x2800...0x28FF).compactMap(Unicode.Scalar.init)))
    for glyph in glyphs + braille.dropFirst() {
      let elements = try Self.elements(Self.picture(String(glyph)).svg())
      #expect(!elements.contains { $0.name == "text" }, "\(glyph)")
      #expect(elements.contains { $0.name == "path" }, "\(glyph)")
    }
    for set in GlyphSet.allCases where set != .ascii {
      for piece in set.barPieces + set.columnPieces where piece != " " { #expect(GlyphShape(piece) != nil, "\(piece)") }
      for mark in [set.foldOpen, set.foldClosed, set.cursor, set.up, set.down, set.left, set.barStart, set.barEnd] {
        #expect(GlyphShape(mark.first!) != nil, "\(mark)")
      }
    }
    #expect(GlyphShape("a") == nil && GlyphShape("e\u{301}") == nil)
  }

  @Test func `Neighbours are one shape`() throws {
    let blocks = try Self.elements(Self.picture("████\n▄▄▄▄").svg()).filter { $0.name == "path" }
    #expect(blocks.map { $0.attributes["d"] } == ["M0 0h32v16H0zM0 24h32v8H0z"])
    let frame = try Self.elements(Self.picture("┌──┐\n│  │\n└──┘").svg()).filter { $0.name == "path" }
    #expect(frame.map { $0.attributes["d"] } == ["M3 7h1V40H3zM27 7h1V40H27z", "M3 7h25v1H3zM3 39h25v1H3z"])
    let dots = try Self.elements(Self.picture("⠉⠉").svg()).filter { $0.name == "path" }
    #expect(dots.map { $0.attributes["d"] } == ["M0.8 2h14.4"])
  }

  @Test func `Colours, bold, dim, reverse and underline`() throws {
    var buffer = Self.picture("a b", style: Style(foreground: .palette(160), bold: true))
    buffer.write("c", x: 1, y: 0, style: Style(foreground: .palette(21), reverse: true))
    buffer.write("d", x: 2, y: 0, style: Style(dim: true, underline: true))
    let svg = buffer.svg()
    #expect(svg.contains("<g fill=\"#d70000\" font-weight=\"bold\">"))
    #expect(svg.contains("<path fill=\"#0000ff\" d=\"M8 0h8v16H8z\"/>"), "\(svg)")
    #expect(svg.contains("d=\"M16 14h8v1H16z\""), "\(svg)")
    #expect(CellBuffer(size: .zero).svg().hasPrefix("<svg"))
  }

  @Test(arguments: [UInt64(1), 2]) func `Any text makes a well-formed picture`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      var buffer = CellBuffer(width: 60, height: 4)
      for y in 0..<4 {
        let scalars = (0..<60).compactMap { _ in
          Unicode.Scalar(Bool.random(using: &random) ? .random(in: 0...0x2FF, using: &random) : .random(in: 0...0x1FFFF, using: &random))
        }
        buffer.write(String(String.UnicodeScalarView(scalars)), x: 0, y: y)
      }
      #expect(try Self.elements(buffer.svg()).contains { $0.name == "svg" })
    }
  }
}
