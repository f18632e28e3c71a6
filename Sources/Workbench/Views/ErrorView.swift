import Models
import Quantization
import Terminal

/// View 4: each site's own error through the depth of the network, one small plot a kind, all on one scale.
enum ErrorView {
  private struct Series {
    let title: String
    let rows: [LayerRow]
  }

  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let body = rect.inset(left: 1, right: 1)
    let leaves = state.tree.leaves.map { state.tree.rows[$0] }
    let known = leaves.compactMap { state.decibels(of: $0) }.filter(\.isFinite)
    guard let best = known.max() else {
      return painter.message(state.waitingText("errors"), in: body)
    }
    painter.write(
      [("own error of every site", .title), ("  SQNR in dB, embedding left, head right", .muted)], x: body.x, y: body.y,
      width: body.width)
    let all = series(leaves, state)
    let rest = body.inset(top: 1)
    let count = min(all.count, max(1, rest.height / 4))
    let height = rest.height / count
    for (index, series) in all.prefix(count).enumerated() {
      let area = Rect(x: rest.x, y: rest.y + index * height, width: rest.width, height: height)
      draw(series, state, upper: max(best, 10), in: area, &painter)
    }
  }

  private static func series(_ leaves: [LayerRow], _ state: WorkbenchState) -> [Series] {
    func rows(where isIn: (SiteRole) -> Bool) -> [LayerRow] {
      leaves.filter { row in
        guard let site = row.sites.first, let role = state.graph.site(site)?.role else { return false }
        return isIn(role) && state.graph.index(of: site) != nil
      }.sorted { (state.graph.index(of: $0.sites[0]) ?? 0) < (state.graph.index(of: $1.sites[0]) ?? 0) }
    }
    return [
      Series(title: "LayerNorm inputs", rows: rows { $0 == .normInput }),
      Series(title: "attention", rows: rows { $0 == .attention }),
      Series(title: "weights", rows: rows { $0 == .weight }),
      Series(title: "other activations", rows: rows { $0 != .normInput && $0 != .attention && $0 != .weight }),
    ].filter { !$0.rows.isEmpty }
  }

  private static func draw(
    _ series: Series, _ state: WorkbenchState, upper: Double, in rect: Rect, _ painter: inout Painter
  ) {
    let values = series.rows.map { state.decibels(of: $0) }
    let worst = zip(series.rows, values).compactMap { row, value in value.map { (row, $0) } }.min { $0.1 < $1.1 }
    var caption: [(String, StyleRole)] = [(series.title, .accent)]
    if let worst { caption.append(("  worst \(worst.0.name) \(Figures.decibels(worst.1))", .muted)) }
    painter.write(caption, x: rect.x, y: rect.y, width: rect.width)
    guard rect.height > 2 else { return }
    let axis = VerticalAxis(lower: 0, upper: upper, in: rect.inset(top: 1))
    axis.draw(&painter)
    var canvas = DotCanvas(size: axis.plot.size, glyphs: painter.glyphs)
    let slot = max(1, min(canvas.dotsPerCell.width * 3, canvas.dotWidth / series.rows.count))
    let gap = slot > 2 ? 1 : 0
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      let isCursor = series.rows[index].id == state.layers.cursor
      let height = max(1, canvas.dotHeight - axis.row(min(value, upper), of: canvas.dotHeight))
      for x in index * slot..<(index + 1) * slot - gap {
        canvas.filledColumn(x: x, height: height, style: painter.theme[isCursor ? .series2 : .series1])
      }
    }
    canvas.draw(into: &painter.buffer, x: axis.plot.x, y: axis.plot.y)
    if let index = series.rows.firstIndex(where: { $0.id == state.layers.cursor }) {
      let x = axis.plot.x + index * slot / canvas.dotsPerCell.width
      painter.write(painter.glyphs.down, x: x, y: rect.y + 1, role: .series2)
    }
  }
}
