import Terminal

/// A value axis at the left of a plot, with round numbers at its ticks.
struct VerticalAxis {
  let lower: Double
  let upper: Double
  /// Where the plot itself goes.
  let plot: Rect
  private let rect: Rect
  private let ticks: NiceTicks
  private let labelWidth: Int

  init(lower: Double, upper: Double, in rect: Rect) {
    // A constant site still has an axis around its value.
    let pad = upper > lower ? 0 : max(abs(lower) / 2, 0.5)
    self.lower = lower - pad
    self.upper = upper + pad
    self.rect = rect
    ticks = NiceTicks(lower: self.lower, upper: self.upper, maxCount: max(3, rect.height / 2))
    labelWidth = max(ticks.labels.map(\.count).max() ?? 1, 4)
    plot = rect.inset(left: labelWidth + 1)
  }

  /// The dot row of a value in a plot of `count` dot rows.
  func row(_ value: Double, of count: Int) -> Int {
    LinearScale(lower: lower, upper: upper, count: count).flippedPosition(value)
  }

  func draw(_ painter: inout Painter) {
    let x = rect.x + labelWidth
    painter.buffer.verticalLine(
      x: x, y: rect.y, height: rect.height, style: painter.theme[.border], glyphs: painter.glyphs)
    for (value, label) in zip(ticks.values, ticks.labels) {
      let y = rect.y + row(value, of: rect.height)
      painter.write(label, x: rect.x, y: y, width: labelWidth, alignment: .right, role: .muted)
      painter.write(String(painter.glyphs.box.tickLeft), x: x, y: y, role: .border)
    }
  }
}
