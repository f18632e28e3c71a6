import Evaluation
import Quantization
import Terminal

/// A site's own error at every scheme that was measured: for weights, all there is to show.
enum SiteErrorTable {
  static func draw(
    _ state: WorkbenchState, _ site: Site, title: String, in rect: Rect, _ painter: inout Painter
  ) {
    painter.write(title, x: rect.x, y: rect.y, role: .title, width: rect.width)
    let errors = state.findings.weightErrors[site.id] ?? [:]
    let present = state.scheme(at: site.id)
    guard !errors.isEmpty else {
      return painter.message("the SQNRs of this site are not computed yet", in: rect.inset(top: 1))
    }
    painter.write("own SQNR by scheme, longer is better", x: rect.x, y: rect.y + 1, role: .muted, width: rect.width)
    let schemes = errors.keys.sorted {
      (errors[$1]?.decibels ?? 0, $0.description) < (errors[$0]?.decibels ?? 0, $1.description)
    }
    let best = schemes.compactMap { errors[$0]?.decibels }.filter(\.isFinite).max().map { max($0, 1) } ?? 1
    let list = rect.inset(top: 2)
    for (index, scheme) in schemes.prefix(list.height).enumerated() {
      let y = list.y + index
      let decibels = errors[scheme]?.decibels
      let isPresent = scheme == present
      if isPresent { painter.write(painter.glyphs.cursor, x: list.x, y: y, role: .accent) }
      let nameWidth = min(26, list.width / 2)
      painter.write(
        scheme.title, x: list.x + 2, y: y, role: isPresent ? .title : .plain, width: nameWidth)
      painter.write(
        Figures.decibels(decibels) + " dB", x: list.x + 2 + nameWidth, y: y, width: 9, alignment: .right)
      let barX = list.x + nameWidth + 13
      let bar = BarGauge(fraction: (decibels ?? 0) / best, glyphs: painter.glyphs)
      painter.write(bar.text(width: max(0, list.maxX - barX)), x: barX, y: y, role: isPresent ? .accent : .series1)
    }
  }
}
