import Graphs
import Evaluation
import Models
import Quantization
import Terminal

/// The steps of the attention ladder side by side: what each keeps and what it loses.
enum AttentionLadderTable {
  static func draw(
    _ state: WorkbenchState, _ attention: Graph.AttentionSite, _ distribution: AttentionDistribution,
    shown: QuantizationScheme, in rect: Rect, _ painter: inout Painter
  ) {
    guard rect.height >= 2 else { return drawLine(state, attention, distribution, shown: shown, in: rect, &painter) }
    let present = state.scheme(at: attention.probabilities)
    var steps = QuantizationScheme.attentionLadder
    if !steps.contains(present) { steps.append(present) }
    let isWide = rect.width >= 52
    let nameWidth = isWide ? min(26, rect.width - 33) : 16
    let widths = isWide ? [13, 9, 11] : [8, 6, 8]
    let columns = zip(isWide ? ["levels used", "SQNR dB", "mass to 0"] : ["levels", "SQNR", "to 0"], widths)
    var x = rect.x + nameWidth
    let stepTitle = nameWidth >= 26 ? "step (0 counts as level)" : "step"
    painter.write(stepTitle, x: rect.x + 2, y: rect.y, role: .muted, width: nameWidth - 2)
    for (title, width) in columns where x + width <= rect.maxX {
      painter.write(title, x: x, y: rect.y, width: width, alignment: .right, role: .muted)
      x += width
    }
    for (index, scheme) in steps.prefix(rect.height - 1).enumerated() {
      let row = rect.row(index + 1)
      let role: StyleRole = scheme == present ? .title : .plain
      if scheme == present { painter.write(painter.glyphs.cursor, x: row.x, y: row.y, role: .accent) }
      painter.write(
        scheme.title + (scheme == shown && scheme != present ? " (shown)" : ""), x: row.x + 2, y: row.y, role: role,
        width: nameWidth - 2)
      let levels = distribution.levels(scheme)
      let used = levels.isEmpty ? "-" : "\(levels.count { $0.count > 0 })/\(levels.count)"
      let error = state.findings.error(
        of: attention.probabilities, under: scheme, observer: state.configuration.observer)?.decibels
      let mass = distribution.massToZero(scheme).map { Figures.percent(100 * $0) }
      x = row.x + nameWidth
      let texts =
        scheme == .float ? ["all", "exact", Figures.percent(0)] : [used, Figures.decibels(error), mass ?? "-"]
      for (text, width) in zip(texts, widths) where x + width <= row.maxX {
        painter.write(text, x: x, y: row.y, width: width, alignment: .right, role: role)
        x += width
      }
    }
  }

  /// The step that is drawn, where there is room for one line only.
  private static func drawLine(
    _ state: WorkbenchState, _ attention: Graph.AttentionSite, _ distribution: AttentionDistribution,
    shown: QuantizationScheme, in rect: Rect, _ painter: inout Painter
  ) {
    guard rect.height == 1, shown != .float else { return }
    let error = state.findings.error(
      of: attention.probabilities, under: shown, observer: state.configuration.observer)?.decibels
    let mass = distribution.massToZero(shown).map { "  \(Figures.percent(100 * $0)) to 0" } ?? ""
    painter.write(
      "\(shown.title)  \(Figures.decibels(error)) dB\(mass)", x: rect.x, y: rect.y, width: rect.width)
  }
}
