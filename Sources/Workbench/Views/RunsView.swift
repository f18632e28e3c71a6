import Evaluation
import Terminal

/// View 5: every configuration tried, newest first, and what the one under the cursor changed.
enum RunsView {
  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let body = rect.inset(left: 1, right: 1)
    let records = state.runsNewestFirst
    guard !records.isEmpty else { return painter.message("no run yet", in: body) }
    let comparison = state.shownComparison
    let listHeight = comparison == nil ? body.height : min(records.count + 1, max(3, body.height / 2))
    let (list, rest) = body.splitVertically(at: listHeight)
    drawList(state, records, in: list, &painter)
    if let comparison, rest.height >= 3 {
      FlipList.draw(state, comparison, in: rest.inset(top: 1), &painter)
    }
  }

  private static func drawList(
    _ state: WorkbenchState, _ records: [RunRecord], in rect: Rect, _ painter: inout Painter
  ) {
    let columns = Columns(width: rect.width)
    let other = state.runs.baseline.map { "vs run \($0.id)" } ?? "vs float"
    columns.draw(["", "#", "changed", "top-1 %", other, "agree %", "time"], in: rect.row(0), role: .muted, &painter)
    let height = rect.height - 1
    guard height > 0 else { return }
    let first = min(max(0, state.options.runCursor - height + 1), max(0, records.count - height))
    for (index, record) in records.dropFirst(first).prefix(height).enumerated() {
      let row = rect.row(index + 1)
      let isCurrent = record.id == state.runs.currentID
      columns.draw(cells(record, state, painter.glyphs), in: row, role: isCurrent ? .title : .plain, &painter)
      if first + index == state.options.runCursor {
        painter.markCursorRow(row, isFocused: state.focus == .view)
      }
    }
  }

  private static func cells(_ record: RunRecord, _ state: WorkbenchState, _ glyphs: GlyphSet) -> [String] {
    let mark =
      (record.id == state.runs.currentID ? glyphs.cursor : " ") + (record.id == state.runs.baselineID ? "B" : "")
    var cells = [mark, "\(record.id)", record.change.replacing("blocks.", with: "")]
    guard let tally = record.tally else {
      let status: String
      switch record.status {
      case .running: status = "running"
      case .stopped: status = "stopped"
      case .failed: status = "failed"
      case .finished: status = ""
      }
      return cells + [status, "", "", ""]
    }
    cells.append("\(NumberText.fixed(tally.top1.percent, places: 1)) \(Figures.half(tally.top1.interval))")
    let difference = state.runs.baseline == nil ? tally.difference : state.differenceFromBaseline(of: record)
    cells.append(difference.map { "\(Figures.points($0.points)) \(Figures.half($0.interval))" } ?? "")
    cells.append(NumberText.fixed(tally.agreement.percent, places: 1))
    // A run that was broken off says after how many images.
    cells.append(
      record.status == .finished ? record.seconds.map(Figures.seconds) ?? "" : "\(tally.imageCount) img")
    return cells
  }

  /// The widths of the table's columns; those that do not fit are left out from the right.
  private struct Columns {
    let widths: [Int]

    init(width: Int) {
      var shown = [2, 3, 0, 11, 12, 9, 8]
      // The names of changes keep a readable width; figures give way before them.
      for index in [6, 5, 4] where width - shown.reduce(0, +) < 20 { shown[index] = 0 }
      shown[2] = max(0, width - shown.reduce(0, +))
      widths = shown
    }

    func draw(_ cells: [String], in rect: Rect, role: StyleRole, _ painter: inout Painter) {
      var x = rect.x
      for (index, (text, width)) in zip(cells, widths).enumerated() where width > 0 {
        if index == 2 {
          painter.write(text, x: x + 1, y: rect.y, role: role, width: width - 1)
        } else {
          painter.write(
            text, x: x, y: rect.y, width: width, alignment: index == 0 ? .left : .right, role: role)
        }
        x += width
      }
    }
  }
}

extension WorkbenchState {
  /// The flip under the cursor of the shown comparison.
  package var cursorFlip: RunComparison.Flip? {
    guard let flips = shownComparison?.byConsequence, flips.indices.contains(options.flipCursor) else { return nil }
    return flips[options.flipCursor]
  }

  /// The run under the cursor against the baseline, or against the float model where none is pinned or it is the same.
  package var shownComparison: RunComparison? {
    guard let after = cursorRun?.report?.outcomes else { return nil }
    if let baseline = comparisonBaseline, let before = baseline.report?.outcomes {
      return RunComparison(before: before, after: after)
    }
    return findings.reference.map { RunComparison(before: $0.outcomes, after: after) }
  }

  /// How a run's top-1 differs from the baseline's on the same images; nil without a baseline, on the baseline itself, and
  /// until both are finished.
  func differenceFromBaseline(of record: RunRecord) -> PairedDifference? {
    guard let baseline = runs.baseline, baseline.id != record.id, let before = baseline.report?.outcomes,
      let after = record.report?.outcomes
    else { return nil }
    return RunComparison(before: before, after: after).difference
  }

  /// Nil where the float model is the other side.
  package var comparisonBaseline: RunRecord? {
    guard let baseline = runs.baseline, baseline.id != cursorRun?.id else { return nil }
    return baseline
  }
}
