import Terminal
import Testing

struct PlotTests {
  private func columns(_ glyphs: GlyphSet) -> String {
    var buffer = CellBuffer(width: 4, height: 2)
    var canvas = DotCanvas(size: buffer.size, glyphs: glyphs)
    for x in 0..<canvas.dotWidth {
      canvas.filledColumn(x: x, height: (x + 1) * canvas.dotHeight / canvas.dotWidth)
    }
    canvas.draw(into: &buffer, x: 0, y: 0)
    return buffer.text
  }

  @Test func filledColumnsInEachGlyphSet() {
    #expect(columns(.braille) == "  ⣠⣾\n⣠⣾⣿⣿")
    #expect(columns(.block) == "  ▗▟\n▗▟██")
    #expect(columns(.ascii) == "   #\n ###")
  }

  @Test func linesAndPoints() {
    var buffer = CellBuffer(width: 3, height: 1)
    var canvas = DotCanvas(size: buffer.size, glyphs: .braille)
    canvas.line(fromX: 0, y: 0, toX: 3, y: 3)
    canvas.verticalLine(x: 5, from: 9, to: -9)
    canvas.set(x: 99, y: 0)
    canvas.draw(into: &buffer, x: 0, y: 0)
    #expect(buffer.text == "⠑⢄⢸")

    var ascii = DotCanvas(size: buffer.size, glyphs: .ascii)
    ascii.set(x: 0, y: 0)
    ascii.verticalLine(x: 1, from: 0, to: 0)
    var plain = CellBuffer(width: 3, height: 1)
    plain.write("...", x: 0, y: 0)
    ascii.draw(into: &plain, x: 0, y: 0)
    #expect(plain.text == "*|.")
  }

  @Test func emptyPlotsDrawNothing() {
    for glyphs in GlyphSet.allCases {
      var buffer = CellBuffer(size: .zero)
      var canvas = DotCanvas(size: .zero, glyphs: glyphs)
      canvas.filledColumn(x: 0, height: 3)
      canvas.horizontalLine(y: 0, from: -3, to: 9)
      canvas.draw(into: &buffer, x: 0, y: 0)
      #expect(buffer.text == "")
    }
  }

  @Test func gauges() {
    #expect(BarGauge(fraction: 0.5, glyphs: .braille).text(width: 5) == "██▌  ")
    #expect(BarGauge(fraction: 0.5, glyphs: .ascii).text(width: 5) == "##   ")
    #expect(BarGauge(fraction: .nan, glyphs: .braille).text(width: 2) == "  ")
    #expect(BarGauge(fraction: 7, glyphs: .braille).text(width: 2) == "██")
    #expect(BarGauge(fraction: 1, glyphs: .braille).text(width: -2) == "")
    var buffer = CellBuffer(width: 6, height: 1)
    BarGauge(fraction: 1, glyphs: .ascii).draw(into: &buffer, x: 0, y: 0, width: 6)
    #expect(buffer.text == "[####]")
  }

  @Test func scalesHoldValuesInside() {
    let scale = LinearScale(lower: -1, upper: 1, count: 5)
    #expect([-9, -1, 0, 0.5, 1, 9, .nan].map(scale.position) == [0, 0, 2, 3, 4, 4, 0])
    #expect(scale.flippedPosition(1) == 0)
    #expect(LinearScale(lower: 0, upper: 0, count: 5).position(3) == 0)
    #expect(LinearScale(lower: 0, upper: 1, count: 0).flippedPosition(3) == 0)
  }

  @Test func picturesAreHalfBlocksOrShades() {
    let picture = HalfBlockImage(width: 2, height: 2, pixels: [.black, .white, RGB(255, 0, 0), .black])
    var buffer = CellBuffer(width: 2, height: 1)
    picture.draw(into: &buffer, in: buffer.bounds, depth: .colors256, glyphs: .braille)
    #expect(buffer.text == "▀▀")
    #expect(buffer[0, 0].style == Style(foreground: .palette(16), background: .palette(196)))
    #expect(buffer[1, 0].style == Style(foreground: .palette(231), background: .palette(16)))
    picture.draw(into: &buffer, in: buffer.bounds, depth: .mono, glyphs: .ascii)
    #expect(buffer.styledText.contains("fg") == false)
    picture.draw(into: &buffer, in: Rect(x: -4, y: -4, width: 99, height: 99), depth: .colors16, glyphs: .block)
    #expect(picture.fittedSize(in: Size(width: 10, height: 3)) == Size(width: 6, height: 3))
    HalfBlockImage(width: 0, height: 0, pixels: []).draw(
      into: &buffer, in: buffer.bounds, depth: .colors256, glyphs: .braille)
  }

  @Test func differencesHaveSigns() {
    var buffer = CellBuffer(width: 7, height: 1)
    let map = HeatMap(width: 7, height: 1, values: [-1, -0.3, -0.1, 0, 0.1, 0.3, 1], lower: -1, upper: 1)
    map.drawSigns(into: &buffer, in: buffer.bounds)
    #expect(buffer.text == "=-   +#")
    let same = HeatMap(width: 7, height: 1, values: Array(repeating: 0, count: 7), lower: 0, upper: 0)
    same.drawSigns(into: &buffer, in: buffer.bounds)
    #expect(buffer.text == "", "where nothing differs there is no sign")
  }

  @Test func heatMapsGrowWithTheirValues() {
    var buffer = CellBuffer(width: 4, height: 1)
    let map = HeatMap(width: 4, height: 1, values: [0, 0.4, .nan, 1], lower: 0, upper: 1)
    map.draw(into: &buffer, in: buffer.bounds, depth: .mono, glyphs: .ascii)
    #expect(buffer.text == " = @")
    map.draw(into: &buffer, in: buffer.bounds, depth: .colors256, glyphs: .braille)
    #expect(buffer[3, 0].style.foreground == ColorRamp.heat.color(1, depth: .colors256))
  }
}
