import Graphs
import Evaluation
import Models
import Quantization
import Terminal

/// View 4: the SQNR of each site by itself and of what has accumulated there, through the depth of the network: one small plot
/// for each kind of site, all on one scale, taller is better.
enum ErrorView {
  private struct Series {
    let title: String
    let rows: [LayerRow]
  }

  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let body = rect.inset(left: 1, right: 1)
    let leaves = state.tree.leaves.map { state.tree.rows[$0] }
    guard leaves.contains(where: { !state.isFloat($0) }) else {
      return painter.message("every site is float: there is no quantization noise to show", in: body)
    }
    let known = leaves.compactMap { state.decibels(of: $0) }
    guard !known.isEmpty else { return painter.message(state.waitingText("SQNRs"), in: body) }
    let best = known.filter(\.isFinite).max() ?? 0
    drawLegend(state, in: body.row(0), &painter)
    let all = series(leaves, state)
    let noteCount = body.height >= 14 ? 2 : body.height >= 8 ? 1 : 0
    let (rest, lower) = body.inset(top: 1).splitVertically(at: body.height - 1 - noteCount)
    for (index, wordings) in notes(state).prefix(noteCount).enumerated() {
      let note = painter.fitting(wordings, width: lower.width)
      painter.write(note, x: lower.x, y: lower.y + index, role: index == 0 ? .title : .plain, width: lower.width)
    }
    let count = min(all.count, max(1, rest.height / 4))
    let height = rest.height / count
    for (index, series) in all.prefix(count).enumerated() {
      let area = Rect(x: rest.x, y: rest.y + index * height, width: rest.width, height: height)
      draw(series, state, upper: max(best, 10), in: area, &painter)
    }
  }

  private static func drawLegend(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    var canvas = DotCanvas(size: Size(width: 2, height: 1), glyphs: painter.glyphs)
    for x in 0..<canvas.dotWidth {
      canvas.hatchedColumn(x: x, height: canvas.dotHeight, style: painter.theme[.series1])
    }
    canvas.draw(into: &painter.buffer, x: rect.x, y: rect.y)
    let used = 3 + painter.write("own SQNR", x: rect.x + 3, y: rect.y, role: .title)
    canvas = DotCanvas(size: Size(width: 2, height: 1), glyphs: painter.glyphs)
    for x in 0..<canvas.dotWidth {
      canvas.filledColumn(x: x, height: canvas.dotHeight, style: painter.theme[.series3])
    }
    canvas.draw(into: &painter.buffer, x: rect.x + used + 2, y: rect.y)
    let text: String
    if let errors = state.accumulatedErrors {
      text = painter.fitting(
        ["accumulated, \(errors.imageCount) images", "accumulated"], width: rect.width - used - 5)
    } else if let request = state.wantedProbe, let reason = state.probes.failure(of: request) {
      text = "accumulated: \(reason)"
    } else {
      text = "accumulated: being measured"
    }
    let left = rect.width - used - 5 - painter.width(of: text)
    let unit = painter.fitting(["  in dB by depth, taller is better", "  dB, taller is better", "  dB", ""], width: left)
    painter.write(
      [(text, .title), (unit, .muted)], x: rect.x + used + 5, y: rect.y, width: rect.width - used - 5)
  }

  /// The figures at the cursor and at the network's end, each from its longest wording to its shortest.
  private static func notes(_ state: WorkbenchState) -> [[String]] {
    var notes: [[String]] = []
    if let row = state.cursorRow {
      let own = ownText(row, state)
      if let accumulated = state.accumulatedDecibels(of: row, in: state.accumulatedErrors).map(Figures.decibels) {
        notes.append([
          "\(row.name): own \(own) · accumulated \(accumulated) dB", "\(row.name): own \(own), acc. \(accumulated)",
        ])
      } else {
        notes.append(["\(row.name): own \(own)"])
      }
    }
    guard let errors = state.accumulatedErrors, let last = state.graph.activationSites.last else { return notes }
    let decibels = Figures.decibels(errors.sites[last.id]?.decibels)
    let name = last.id.name
    let short = "\(name): acc. \(decibels) dB"
    if let cost = state.costliestBlock {
      let change = "\(text(cost.before)) → \(text(cost.after))"
      notes.append([
        "\(name): accumulated \(decibels) dB · \(cost.name) costs most (\(change) dB)",
        "\(short) · \(cost.name) costs most (\(change))", "\(short) · \(cost.name) \(change)", short,
      ])
    } else {
      notes.append([short])
    }
    return notes
  }

  /// The SQNR of a stream: `exact` before any noise.
  private static func text(_ decibels: Double) -> String { decibels == .infinity ? "exact" : Figures.decibels(decibels) }

  /// What a row's own quantizers cost: of a group, the worst of them.
  private static func ownText(_ row: LayerRow, _ state: WorkbenchState) -> String {
    if state.isFloat(row) { return "float" }
    guard let decibels = state.decibels(of: row) else { return "not measured yet" }
    return (decibels == .infinity ? "exact" : "\(Figures.decibels(decibels)) dB") + (row.isGroup ? " at worst" : "")
  }

  private static func series(_ leaves: [LayerRow], _ state: WorkbenchState) -> [Series] {
    func rows(where isIn: (SiteRole) -> Bool) -> [LayerRow] {
      leaves.filter { row in
        guard let site = row.sites.first, let role = state.graph.site(site)?.role else { return false }
        return isIn(role) && state.graph.index(of: site) != nil
      }.sorted { (state.graph.index(of: $0.sites[0]) ?? 0) < (state.graph.index(of: $1.sites[0]) ?? 0) }
    }
    return [
      Series(title: "LayerNorm inputs", rows: rows { $0.isNormInput }),
      Series(title: "attention", rows: rows { $0 == .attention }),
      Series(title: "weights", rows: rows { $0 == .weight }),
      Series(title: "other activations", rows: rows { !$0.isNormInput && $0 != .attention && $0 != .weight }),
    ].filter { !$0.rows.isEmpty }
  }

  private static func draw(
    _ series: Series, _ state: WorkbenchState, upper: Double, in rect: Rect, _ painter: inout Painter
  ) {
    let values = series.rows.map { state.decibels(of: $0) }
    let worst = zip(series.rows, values).compactMap { row, value in value.map { (row, $0) } }.min { $0.1 < $1.1 }
    let errors = state.accumulatedErrors
    let accumulated = series.rows.map { state.accumulatedDecibels(of: $0, in: errors) }
    let lowest = zip(series.rows, accumulated).compactMap { row, value in value.map { (row, $0) } }.min { $0.1 < $1.1 }
    let floatCount = series.rows.count { state.isFloat($0) }
    let floats = floatCount == 0 ? "" : floatCount == series.rows.count ? "  all float" : "  \(floatCount) float"
    func wordings(_ name: (LayerRow) -> String) -> String {
      let own = floats + (worst.map { "  own \(Figures.decibels($0.1))\(name($0.0))" } ?? "")
      let gathered = lowest.map { " · acc. \(Figures.decibels($0.1))\(name($0.0))" } ?? ""
      return own + gathered
    }
    let figures = painter.fitting(
      [wordings { " at \($0.name)" }, wordings { _ in "" }],
      width: rect.width - painter.width(of: series.title))
    painter.write([(series.title, .accent), (figures, .muted)], x: rect.x, y: rect.y, width: rect.width)
    guard rect.height > 2 else { return }
    if values.allSatisfy({ $0 == nil }), accumulated.allSatisfy({ $0 == nil }), floatCount < series.rows.count {
      return painter.message(state.waitingText("these"), in: rect.inset(top: 1))
    }
    let axis = VerticalAxis(lower: 0, upper: upper, in: rect.inset(top: 1))
    axis.draw(&painter)
    var canvas = DotCanvas(size: axis.plot.size, glyphs: painter.glyphs)
    let slot = max(1, min(canvas.dotsPerCell.width * 3, canvas.dotWidth / series.rows.count))
    let gap = slot > 2 ? 1 : 0
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      let isCursor = series.rows[index].id == state.layers.cursor
      func height(_ value: Double) -> Int {
        max(1, canvas.dotHeight - axis.row(min(max(value, 0), upper), of: canvas.dotHeight))
      }
      for x in index * slot..<(index + 1) * slot - gap {
        canvas.hatchedColumn(x: x, height: height(value), style: painter.theme[isCursor ? .series2 : .series1])
        guard let gathered = accumulated[index] else { continue }
        canvas.filledColumn(x: x, height: height(gathered), style: painter.theme[isCursor ? .series2 : .series3])
      }
    }
    canvas.draw(into: &painter.buffer, x: axis.plot.x, y: axis.plot.y)
    if let index = series.rows.firstIndex(where: { $0.id == state.layers.cursor }) {
      let x = axis.plot.x + index * slot / canvas.dotsPerCell.width
      painter.write(painter.glyphs.down, x: x, y: rect.y + 1, role: .series2)
    }
  }
}
