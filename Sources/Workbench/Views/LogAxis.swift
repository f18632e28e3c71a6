import Foundation
import Terminal

/// An axis of probabilities by their base-2 logarithm, from a whole octave up to 1.
struct LogAxis {
  /// The exponent at the left end, such as −20.
  let lowest: Int
  let width: Int
  let dotWidth: Int

  init(_ lowest: Int, width: Int, glyphs: GlyphSet) {
    self.lowest = min(lowest, -1)
    self.width = width
    dotWidth = width * DotCanvas(size: Size(width: 1, height: 1), glyphs: glyphs).dotsPerCell.width
  }

  /// The dot column of a logarithm; nil left of the axis.
  func dot(_ exponent: Double) -> Int? {
    guard exponent >= Double(lowest) else { return nil }
    let fraction = (exponent - Double(lowest)) / Double(-lowest)
    return min(Int(fraction * Double(dotWidth)), dotWidth - 1)
  }

  /// Draws the axis with a tick under each level; the zero level has no place on it.
  func drawTicks(_ levels: [Float], y: Int, x: Int, _ painter: inout Painter) {
    painter.buffer.horizontalLine(
      x: x, y: y, width: width, style: painter.theme[.border], glyphs: painter.glyphs)
    for level in levels where level > 0 {
      guard let dot = dot(log2(Double(level))) else { continue }
      painter.write(
        String(painter.glyphs.box.tickDown), x: x + dot * width / max(dotWidth, 1), y: y, role: .series2)
    }
  }

  func drawLabels(y: Int, x: Int, _ painter: inout Painter) {
    let step = [1, 2, 4, 8, 16].first { -lowest / $0 * 7 <= width } ?? 32
    var exponent = 0
    while exponent >= lowest {
      let label = exponent == 0 ? "1" : "2^" + NumberText.grouped(exponent)
      let column = min(dot(Double(exponent)).map { $0 * width / max(dotWidth, 1) } ?? 0, width - 1)
      let start = max(0, min(column - label.count / 2, width - label.count))
      painter.write(label, x: x + start, y: y, role: .muted)
      exponent -= step
    }
  }
}
