import Evaluation
import Foundation
import Quantization
import Terminal

/// The distribution of a site without channels, upright, with the ends of its quantizer.
enum HistogramPlot {
  static func draw(
    _ state: WorkbenchState, _ site: Site, _ statistics: SiteStatistics, in rect: Rect, _ painter: inout Painter
  ) {
    let scheme = state.scheme(at: site.id)
    let notes = [
      "own error  \(scheme.title) \(Figures.decibels(state.decibels(of: site.id))) dB",
      LevelGrid(state, site)?.text ?? (site.role == .attention ? "2 attention shows its levels" : scheme.title),
    ]
    let noteCount = min(notes.count, max(0, rect.height - 4))
    let (upper, lower) = rect.splitVertically(at: rect.height - noteCount)
    let (plot, scaleRow) = upper.splitVertically(at: upper.height - 1)
    var canvas = DotCanvas(size: plot.size, glyphs: painter.glyphs)
    let counts = statistics.histogram.counts.map(Double.init)
    let columns = (0..<canvas.dotWidth).map { x -> Double in
      let first = x * counts.count / canvas.dotWidth
      let end = max(first + 1, (x + 1) * counts.count / canvas.dotWidth)
      return counts[first..<min(end, counts.count)].max() ?? 0
    }
    let top = log1p(columns.max() ?? 0)
    for (x, count) in columns.enumerated() where count > 0 && top > 0 {
      canvas.filledColumn(
        x: x, height: max(1, Int((log1p(count) / top * Double(canvas.dotHeight)).rounded())),
        style: painter.theme[.series1])
    }
    canvas.draw(into: &painter.buffer, x: plot.x, y: plot.y)
    let low = NumberText.short(Double(statistics.minimum), digits: 3)
    let high = NumberText.short(Double(statistics.maximum), digits: 3)
    painter.write(low, x: scaleRow.x, y: scaleRow.y, role: .muted)
    painter.write(
      "values (log count)", x: scaleRow.x, y: scaleRow.y, width: scaleRow.width, alignment: .center, role: .muted)
    painter.write(low, x: scaleRow.x, y: scaleRow.y, role: .muted)
    painter.write(high, x: scaleRow.maxX - high.count, y: scaleRow.y, role: .muted)
    for (index, note) in notes.prefix(noteCount).enumerated() {
      painter.write(note, x: lower.x, y: lower.y + index, width: lower.width)
    }
  }
}
