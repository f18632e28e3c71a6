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
    guard let row = state.cursorRow else { return }
    painter.write(description(of: row, state), x: rect.x + 1, y: rect.y, role: .muted, width: rect.width - 2)
  }

  private static func description(of row: LayerRow, _ state: WorkbenchState) -> String {
    guard !row.isGroup, let id = row.sites.first, let site = state.graph.site(id) else {
      return "\(row.name) · \(row.sites.count) sites"
    }
    var words = [row.name]
    if row.kind != .site { words.append("site \(id)") }
    words.append("\(site.rowCount) × \(site.channelCount)")
    let scheme = state.scheme(at: id)
    if case .attention(let index) = row.kind, state.losesAllAttention(state.graph.attentions[index]) {
      return state.lostText(state.graph.attentions[index])
    }
    words.append(scheme.title)
    switch state.calibration?.quantizer(for: scheme, at: id) {
    case .uniform(let quantizer)? where quantizer.scales.count == 1:
      words.append("scale \(NumberText.short(Double(quantizer.scales[0]), digits: 3))")
      words.append("zero point \(quantizer.zeroPoints[0])")
    case .powersOfTwoScale(let quantizer)?:
      words.append("scale \(NumberText.short(Double(quantizer.scale), digits: 3)) × 2^α")
      words.append("zero point \(quantizer.zeroPoint)")
    default: break
    }
    return words.joined(separator: " · ")
  }
}
