import Graphs
import Evaluation
import Models
import Quantization
import Terminal

/// The line above the footer: the newest notice, else what the row under the cursor is.
enum StatusView {
  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    if let notice = state.notice {
      painter.write(notice.text, x: rect.x + 1, y: rect.y, role: notice.role, width: rect.width - 2)
      return
    }
    if state.view == .runs, state.focus == .view, let record = state.cursorRun {
      let statement = ConfigurationStatement(record.configuration, graph: state.graph).line
      painter.write(
        "run \(record.id) · \(state.label(of: record)) · \(statement)", x: rect.x + 1, y: rect.y, role: .muted,
        width: rect.width - 2)
      return
    }
    let waiting = state.files.awaitingText
    var width = rect.width - 2
    if let waiting {
      let used = min(painter.width(of: waiting), width)
      painter.write(waiting, x: rect.maxX - 1 - used, y: rect.y, role: .warning, width: used)
      width = max(0, width - used - 2)
    }
    guard let row = state.cursorRow else { return }
    painter.write(description(of: row, state, width: width, painter), x: rect.x + 1, y: rect.y, role: .muted, width: width)
  }

  /// As many facts as fit whole; the rest is in the row's details.
  private static func description(
    of row: LayerRow, _ state: WorkbenchState, width: Int, _ painter: Painter
  ) -> String {
    let facts = RowDetails(row, state).facts
    if let warning = facts.first(where: { $0.title == "warning" }) { return warning.text }
    var text = row.name
    for fact in facts {
      let bare = ["in the paper", "PTS", "space, t"].contains(fact.title) ? "\(fact.title) \(fact.text)" : fact.text
      // What follows a colon explains; the details say it in full.
      let short = " · " + (bare.split(separator: ":").first.map(String.init) ?? bare)
      if painter.width(of: text + short) <= width { text += short }
    }
    return text
  }
}
