import Evaluation
import Terminal

/// View 5: every configuration tried, newest first, and what the one under the cursor changed.
enum RunsView {
  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    var body = rect.inset(left: 1, right: 1)
    let records = state.runsNewestFirst
    guard !records.isEmpty else { return painter.message("no run yet", in: body) }
    if let remark = state.runs.selectionRemark, body.height >= 5 {
      let advice =
        state.findings.heldOutCount.map { "c confirms the chosen one on \(NumberText.grouped($0)) held-out images" }
        ?? "start with --held-out N to confirm it on other images"
      let text = painter.fitting(remark.wordings(advice: advice), width: body.width)
      painter.write(text, x: body.x, y: body.maxY - 1, role: .warning, width: body.width)
      body = body.inset(bottom: 1)
    }
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
    let height = rect.height - 1
    guard height > 0 else { return }
    let first = min(max(0, state.options.runCursor - height + 1), max(0, records.count - height))
    let shown = Array(records.dropFirst(first).prefix(height))
    let layout = RunsTable(shown, state, painter.glyphs).layout(width: rect.width, measuring: painter.width)
    for column in layout.placed {
      painter.write(
        column.form.title, x: rect.x + column.x, y: rect.y, width: column.width, alignment: column.alignment,
        role: .muted)
    }
    for (index, record) in shown.enumerated() {
      let row = rect.row(index + 1)
      let role: StyleRole =
        record.id == state.runs.currentID ? .title : record.status == .finished ? .plain : .disabled
      for column in layout.placed {
        painter.write(
          column.form.cells[index], x: rect.x + column.x, y: row.y, width: column.width, alignment: column.alignment,
          role: role)
      }
      if first + index == state.options.runCursor {
        painter.markCursorRow(row, isFocused: state.focus == .view)
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
      return RunComparison(before: before, after: after, float: findings.reference?.outcomes)
    }
    return findings.reference.map { RunComparison(before: $0.outcomes, after: after, float: nil) }
  }

  /// How a run's headline figure differs from the baseline's on the same images; nil without a baseline, on the baseline
  /// itself, and until both are finished.
  func differenceFromBaseline(of record: RunRecord) -> PairedDifference? {
    guard let baseline = runs.baseline, baseline.id != record.id, let before = baseline.report?.outcomes,
      let after = record.report?.outcomes
    else { return nil }
    return RunComparison(before: before, after: after, float: findings.reference?.outcomes).difference
  }

  /// Nil where the float model is the other side.
  package var comparisonBaseline: RunRecord? {
    guard let baseline = runs.baseline, baseline.id != cursorRun?.id else { return nil }
    return baseline
  }
}
