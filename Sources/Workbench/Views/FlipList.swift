import Evaluation
import Terminal

/// The images whose top-1 class differs between two runs: what each of them says, and what came of it.
enum FlipList {
  static func draw(_ state: WorkbenchState, _ comparison: RunComparison, in rect: Rect, _ painter: inout Painter) {
    let before = state.comparisonBaseline.map { "run \($0.id)" } ?? "float"
    let after = state.cursorRun.map { "run \($0.id)" } ?? ""
    let arrow = painter.glyphs.arrow
    let flips = comparison.byConsequence
    let title = "\(before) \(arrow) \(after)"
    let count = ": \(NumberText.grouped(flips.count)) of \(NumberText.grouped(comparison.imageCount))"
    let rest = painter.fitting(
      [count + " images change class", count + " change class", count], width: rect.width - painter.width(of: title))
    painter.write([(title, .title), (rest, .plain)], x: rect.x, y: rect.y, width: rect.width)
    guard rect.height >= 2 else { return }
    drawConsequences(comparison, in: rect.row(1), &painter)
    let list = drawTitles(before, after, in: rect.inset(top: 2), &painter)
    if flips.isEmpty { painter.message("every image keeps its class", in: list) }
    let first = firstRow(state, flipCount: flips.count, height: list.height)
    for (index, flip) in flips.dropFirst(first).prefix(list.height).enumerated() {
      draw(flip, state, in: list.row(index), &painter)
      if first + index == state.options.flipCursor {
        painter.buffer.restyle(list.row(index), adding: painter.theme[.cursorRowUnfocused])
      }
    }
  }

  /// What the flips did to the headline figure: the whole sentence where it fits, else its figures.
  private static func drawConsequences(_ comparison: RunComparison, in rect: Rect, _ painter: inout Painter) {
    guard let difference = comparison.difference else {
      painter.write(
        "the images have no labels to judge flips by", x: rect.x, y: rect.y, role: .muted, width: rect.width)
      return
    }
    let others = comparison.flips.count - difference.lost - difference.gained
    let isAccuracy = comparison.kind == .top1
    let interval =
      "\(comparison.kind.rawValue) \(Figures.points(difference.points)) \(Figures.interval(difference.interval))"
    func pieces(isLong: Bool) -> [(String, StyleRole)] {
      let lost = isAccuracy ? " (right to wrong)" : " (leave float's class)"
      let won = isAccuracy ? " (wrong to right)" : " (return to it)"
      return [
        ("\(difference.lost) lost", .bad), (isLong ? lost : "", .muted), (" · ", .muted),
        ("\(difference.gained) won", .good), (isLong ? won : "", .muted),
        (" · \(others) \(isAccuracy ? "stay wrong" : "neither")", .muted),
      ]
    }
    let end: [(String, StyleRole)] = [(" · " + interval, .plain)]
    let wordings = [pieces(isLong: true) + end, pieces(isLong: false) + end, pieces(isLong: false)]
    let fitting = wordings.first { painter.width(of: $0) <= rect.width } ?? wordings[2]
    painter.write(fitting, x: rect.x, y: rect.y, width: rect.width)
  }

  /// The flip at the top of the list, so that the one under the cursor is in sight.
  private static func firstRow(_ state: WorkbenchState, flipCount: Int, height: Int) -> Int {
    min(max(0, state.options.flipCursor - height / 2), max(0, flipCount - height))
  }

  /// Where the two classes stand in a line.
  private struct Columns {
    let left: Int
    let leftWidth: Int
    let right: Int
    let rightWidth: Int

    init(_ rect: Rect, arrowWidth: Int) {
      let room = max(0, rect.width - 12 - arrowWidth)
      left = rect.x + 12
      leftWidth = room / 2
      right = left + leftWidth + arrowWidth
      rightWidth = room - leftWidth
    }
  }

  /// Says which column is whose, where there is room; returns the rest.
  private static func drawTitles(_ before: String, _ after: String, in rect: Rect, _ painter: inout Painter) -> Rect {
    guard rect.height >= 4 else { return rect }
    let columns = Columns(rect, arrowWidth: painter.width(of: painter.glyphs.arrow) + 2)
    painter.write("image", x: rect.x, y: rect.y, width: 6, alignment: .right, role: .muted)
    painter.write("\(before) says", x: columns.left, y: rect.y, role: .muted, width: columns.leftWidth)
    painter.write("\(after) says", x: columns.right, y: rect.y, role: .muted, width: columns.rightWidth)
    return rect.inset(top: 1)
  }

  private static func draw(
    _ flip: RunComparison.Flip, _ state: WorkbenchState, in rect: Rect, _ painter: inout Painter
  ) {
    let consequence: (String, StyleRole) =
      switch flip.consequence {
      case .lost: ("lost", .bad)
      case .won: ("won", .good)
      case .neither: ("-", .muted)
      }
    painter.write("#\(flip.image)", x: rect.x, y: rect.y, width: 6, alignment: .right, role: .muted)
    painter.write(consequence.0, x: rect.x + 7, y: rect.y, role: consequence.1, width: 4)
    let arrow = " \(painter.glyphs.arrow) "
    let columns = Columns(rect, arrowWidth: painter.width(of: arrow))
    draw(
      flip.before.predicted, flip.before.probability, state, x: columns.left, y: rect.y, width: columns.leftWidth,
      &painter)
    painter.write(arrow, x: columns.left + columns.leftWidth, y: rect.y, role: .muted)
    draw(
      flip.after.predicted, flip.after.probability, state, x: columns.right, y: rect.y, width: columns.rightWidth,
      &painter)
  }

  private static func draw(
    _ index: Int, _ probability: Float, _ state: WorkbenchState, x: Int, y: Int, width: Int, _ painter: inout Painter
  ) {
    painter.write(state.shortClassName(index), x: x, y: y, width: max(0, width - 5), alignment: .left)
    painter.write(
      NumberText.fixed(Double(probability), places: 2), x: x + max(0, width - 4), y: y, role: .muted, width: 4)
  }
}
