import Quantization
import Terminal

/// What an edit of several rows would change, kind by kind, before it does.
enum PreviewOverlay {
  static func draw(_ state: WorkbenchState, _ preview: EditPreview, _ painter: inout Painter) {
    let lines = lines(state, preview)
    let size = state.display.size
    let width = min(size.width - 2, max(40, (lines.map { painter.width(of: $0.0) }.max() ?? 0) + 4))
    let height = min(size.height - 3, lines.count + 2)
    let rect = Rect(x: (size.width - width) / 2, y: max(1, (size.height - height) / 2), width: width, height: height)
    let inner = painter.frame(rect, title: "what this changes")
    let isCut = lines.count > inner.height
    let shown = isCut ? max(inner.height - 1, 0) : lines.count
    for (index, (text, role)) in lines.prefix(shown).enumerated() {
      painter.write(text, x: inner.x, y: inner.y + index, role: role, width: inner.width)
    }
    if isCut, inner.height > 0 {
      painter.write(
        "and \(lines.count - shown) lines more", x: inner.x, y: inner.y + shown, role: .muted, width: inner.width)
    }
  }

  private static func lines(_ state: WorkbenchState, _ preview: EditPreview) -> [(String, StyleRole)] {
    guard let plan = preview.plan ?? preview.withHidden else { return [] }
    var lines: [(String, StyleRole)] = [(plan.edit.change, .title)]
    var notes: [String] = []
    if preview.foldedCount > 0 { notes.append("\(preview.foldedCount) of them in folded groups") }
    if preview.hiddenAmongCount > 0 { notes.append("\(preview.hiddenAmongCount) of them hidden by the filter") }
    let unchanged = plan.meant.count - plan.changes.count
    if unchanged > 0 { notes.append("\(unchanged) more are so already or stay in float") }
    if preview.hiddenCount > 0 { notes.append("the filter /\(state.layers.filter) hides \(preview.hiddenCount)") }
    lines += notes.map { ($0, .warning) }
    lines += plan.lines(in: state.graph).map { line in
      (TextLayout.fitted("\(line.count)", width: 4, alignment: .right) + " \(line.kind): \(line.before.title) → \(line.after.title)", .plain)
    }
    return lines
  }

  /// The keys, for the footer.
  static func choices(_ preview: EditPreview) -> [(String, StyleRole)] {
    var pieces: [(String, StyleRole)] = []
    if let plan = preview.plan {
      pieces += [("Enter", .keyHint), (" changes \(rows(plan))  ", .plain)]
    }
    if let all = preview.withHidden {
      pieces += [("i", .keyHint), (" changes \(rows(all)) with the hidden  ", .plain)]
    }
    return pieces + [("Escape", .keyHint), (" leaves", .plain)]
  }

  private static func rows(_ plan: PlannedEdit) -> String {
    plan.changes.count == 1 ? "1 row" : "\(plan.changes.count) rows"
  }
}
