import Evaluation
import Terminal

/// The images whose top-1 class differs between two runs.
enum FlipList {
  static func draw(_ state: WorkbenchState, _ comparison: RunComparison, in rect: Rect, _ painter: inout Painter) {
    let other = state.comparisonBaseline.map { "run \($0.id)" } ?? "the float model"
    let run = state.cursorRun.map { "run \($0.id)" } ?? ""
    painter.write(
      [
        ("\(run) against \(other)", .title), ("  \(comparison.flips.count) flips", .plain),
        ("  lost \(comparison.difference.lost)", .bad), ("  won \(comparison.difference.gained)", .good),
        (
          "  top-1 \(Figures.points(comparison.difference.points)) \(Figures.interval(comparison.difference.interval))",
          .muted
        ),
      ], x: rect.x, y: rect.y, width: rect.width)
    let flips = comparison.byConsequence
    let list = rect.inset(top: 1)
    if flips.isEmpty { painter.message("every image keeps its class", in: list) }
    let first = min(state.options.flipCursor, max(0, flips.count - list.height))
    for (index, flip) in flips.dropFirst(first).prefix(list.height).enumerated() {
      draw(flip, state, in: list.row(index), &painter)
    }
  }

  private static func draw(
    _ flip: RunComparison.Flip, _ state: WorkbenchState, in rect: Rect, _ painter: inout Painter
  ) {
    let consequence = flip.wasRight ? ("lost", StyleRole.bad) : flip.isRight ? ("won", .good) : ("-", .muted)
    painter.write("#\(flip.image)", x: rect.x, y: rect.y, width: 6, alignment: .right, role: .muted)
    painter.write(consequence.0, x: rect.x + 7, y: rect.y, role: consequence.1, width: 4)
    let arrow = " \(painter.glyphs.arrow) "
    let room = max(0, rect.width - 12 - painter.width(of: arrow))
    let half = room / 2
    let left = rect.x + 12
    draw(flip.before.predicted, flip.before.probability, state, x: left, y: rect.y, width: half, &painter)
    painter.write(arrow, x: left + half, y: rect.y, role: .muted)
    draw(
      flip.after.predicted, flip.after.probability, state, x: left + half + painter.width(of: arrow), y: rect.y,
      width: room - half, &painter)
  }

  private static func draw(
    _ index: Int, _ probability: Float, _ state: WorkbenchState, x: Int, y: Int, width: Int, _ painter: inout Painter
  ) {
    painter.write(state.shortClassName(index), x: x, y: y, width: max(0, width - 5), alignment: .left)
    painter.write(
      NumberText.fixed(Double(probability), places: 2), x: x + max(0, width - 4), y: y, role: .muted, width: 4)
  }
}
