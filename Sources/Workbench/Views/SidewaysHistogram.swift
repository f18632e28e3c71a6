import Evaluation
import Foundation
import Quantization
import Terminal

/// The distribution of values beside the channel ranges, on the same axis, bars growing to the right.
enum SidewaysHistogram {
  static func draw(
    _ state: WorkbenchState, _ statistics: SiteStatistics, _ axis: VerticalAxis, in rect: Rect, captionRow: Int,
    _ painter: inout Painter
  ) {
    guard rect.width > 2 else { return }
    let histogram: Histogram
    let name: String
    if let channel = state.options.channel, statistics.channelHistograms.indices.contains(channel) {
      histogram = statistics.channelHistograms[channel]
      name = "channel \(channel)"
    } else {
      histogram = statistics.histogram
      name = "all values"
    }
    var canvas = DotCanvas(size: rect.size, glyphs: painter.glyphs)
    let rows = rebinned(histogram, axis, rowCount: canvas.dotHeight)
    // A LayerNorm's input is a peak with long tails: only a logarithm shows both.
    let top = log1p(rows.max() ?? 0)
    for (y, count) in rows.enumerated() where count > 0 && top > 0 {
      let length = max(1, Int((log1p(count) / top * Double(canvas.dotWidth)).rounded()))
      canvas.horizontalLine(
        y: y, from: 0, to: length - 1, style: painter.theme[state.options.channel == nil ? .series1 : .series2])
    }
    canvas.draw(into: &painter.buffer, x: rect.x, y: rect.y)
    painter.write(name + " (log)", x: rect.x, y: captionRow, role: .muted, width: rect.width)
  }

  /// Counts spread over dot rows by how much of each bin a row covers.
  private static func rebinned(_ histogram: Histogram, _ axis: VerticalAxis, rowCount: Int) -> [Double] {
    var rows = [Double](repeating: 0, count: rowCount)
    guard rowCount > 0, histogram.upper > histogram.lower, !histogram.counts.isEmpty else { return rows }
    let span = axis.upper - axis.lower
    for row in 0..<rowCount {
      let high = axis.upper - span * Double(row) / Double(rowCount)
      let low = axis.upper - span * Double(row + 1) / Double(rowCount)
      let width = Double(histogram.binWidth)
      let first = (low - Double(histogram.lower)) / width
      let last = (high - Double(histogram.lower)) / width
      let start = max(0, Int(first.rounded(.down)))
      let end = min(histogram.counts.count - 1, Int(last.rounded(.down)))
      guard start <= end else { continue }
      for bin in start...end {
        let overlap = min(last, Double(bin + 1)) - max(first, Double(bin))
        rows[row] += max(0, overlap) * Double(histogram.counts[bin])
      }
    }
    return rows
  }
}
