import Graphs
import Evaluation
import Models
import Quantization
import Terminal

/// View 2: attention on a logarithmic axis, before and after a step of the ladder, with that step's levels.
enum AttentionView {
  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let body = rect.inset(left: 1, right: 1)
    guard let attention = state.shownAttention else {
      return painter.message("choose a row inside a block: its attention is shown here", in: body)
    }
    guard let statistics = state.attentionStatistics(of: attention.probabilities) else {
      painter.write(attention.name, x: body.x, y: body.y, role: .title, width: body.width)
      return painter.message(state.waitingText("distributions"), in: body.inset(top: 1))
    }
    let distribution = AttentionDistribution(statistics, head: state.options.head)
    drawTitle(attention, state, distribution, in: body.row(0), &painter)
    let scheme = state.options.comparedScheme ?? state.scheme(at: attention.probabilities)
    let rest = body.inset(top: 1)
    // In less than three rows a table says nothing: one line about the step that is drawn does.
    let room = rest.height - 5
    let ladderHeight = room < 3 ? min(max(room, 0), 1) : min(QuantizationScheme.attentionLadder.count + 1, room)
    let (upper, lower) = rest.splitVertically(at: rest.height - ladderHeight)
    drawDistributions(distribution, scheme, isCompared: state.options.comparedScheme != nil, in: upper, &painter)
    AttentionLadderTable.draw(state, attention, distribution, shown: scheme, in: lower, &painter)
  }

  private static func drawTitle(
    _ attention: Graph.AttentionSite, _ state: WorkbenchState, _ distribution: AttentionDistribution,
    in rect: Rect, _ painter: inout Painter
  ) {
    let heads =
      state.options.head.map { "head \($0 + 1) of \(attention.headCount)" } ?? "all \(attention.headCount) heads"
    painter.write(
      [
        ("\(attention.name) · \(heads)", .title), (" · \(Figures.count(distribution.total)) values", .muted),
      ], x: rect.x, y: rect.y, width: rect.width)
  }

  private static func drawDistributions(
    _ distribution: AttentionDistribution, _ scheme: QuantizationScheme, isCompared: Bool, in rect: Rect,
    _ painter: inout Painter
  ) {
    guard rect.height >= 4, rect.width >= 12 else { return }
    let plotRows = rect.height - 2
    let beforeRows = plotRows >= 4 ? plotRows - plotRows / 2 : plotRows
    let before = Rect(x: rect.x, y: rect.y, width: rect.width, height: beforeRows)
    let after = Rect(x: rect.x, y: before.maxY + 1, width: rect.width, height: plotRows - beforeRows)
    let axis = LogAxis(distribution.lowestOctave, width: rect.width, glyphs: painter.glyphs)

    drawColumns(distribution.columns(axis), in: before, role: .series1, &painter)
    painter.write("before", x: before.x, y: before.y, role: .muted)
    let levels = distribution.levels(scheme)
    axis.drawTicks(levels.map(\.value), y: before.maxY, x: rect.x, &painter)
    if after.height > 0 {
      if scheme == .float {
        painter.message("float: nothing is rounded", in: after)
      } else if levels.isEmpty {
        painter.message("\(scheme.title) was not measured", in: after)
      } else {
        drawColumns(distribution.columns(axis, levels: levels), in: after, role: .series2, &painter)
        if levels.allSatisfy({ $0.value == 0 || $0.count == 0 }) {
          painter.message("every probability becomes 0", in: after, role: .warning)
        }
      }
      painter.write(
        "after \(scheme.title)" + zeroText(levels) + (isCompared ? " (c compares)" : ""), x: after.x, y: after.y, role: .muted,
        width: rect.width)
    }
    axis.drawLabels(y: rect.maxY - 1, x: rect.x, &painter)
  }

  /// How many values become 0, which has no place on the axis.
  private static func zeroText(_ levels: [AttentionDistribution.Level]) -> String {
    let total = levels.reduce(0) { $0 + $1.count }
    let zeros = levels.reduce(0) { $0 + ($1.value == 0 ? $1.count : 0) }
    guard total > 0 else { return "" }
    return ": \(Figures.percent(100 * Double(zeros) / Double(total))) of the values become 0"
  }

  private static func drawColumns(
    _ columns: [Double], in rect: Rect, role: StyleRole, _ painter: inout Painter
  ) {
    var canvas = DotCanvas(size: rect.size, glyphs: painter.glyphs)
    let top = columns.max() ?? 0
    guard top > 0 else { return }
    for (x, count) in columns.enumerated() where count > 0 {
      canvas.filledColumn(
        x: x, height: max(1, Int((count / top * Double(canvas.dotHeight)).rounded())), style: painter.theme[role])
    }
    canvas.draw(into: &painter.buffer, x: rect.x, y: rect.y)
  }
}
