import Evaluation
import Quantization
import Terminal

/// The two lines on top: what is worked on, and what it achieves.
enum HeaderView {
  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    guard rect.height == 2 else { return }
    drawSubject(state, in: rect.row(0), &painter)
    if state.runs.current?.tally == nil || state.preparation.failure != nil {
      drawPreparation(state, in: rect.row(1), &painter)
    } else {
      drawAccuracy(state, in: rect.row(1), &painter)
    }
  }

  private static func drawSubject(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let speed = speed(state)
    let summary = ConfigurationSummary(state.configuration, graph: state.graph).text
    let images = state.findings.imageCount.map {
      NumberText.grouped($0) + " images"
        + (state.findings.skippedImages.isEmpty ? "" : " (\(state.findings.skippedImages.count) skipped)")
    }
    var pieces: [(String, StyleRole)] = [(state.modelName, .title)]
    var used = painter.width(of: state.modelName) + 1
    func room(for text: String) -> Bool { used + 2 + painter.width(of: text) <= rect.width - 1 }
    if room(for: summary + "  fqvit") {
      pieces.insert(("fqvit  ", .muted), at: 0)
      used += 7
    }
    let summaryWidth = painter.width(of: summary) + 2
    if let images, used + 2 + painter.width(of: images) + summaryWidth < rect.width {
      pieces.append(("  " + images, images.contains("skipped") ? .warning : .plain))
      used += 2 + painter.width(of: images)
    }
    pieces.append(("  " + summary, .accent))
    used += summaryWidth
    painter.write(pieces, x: rect.x + 1, y: rect.y, width: rect.width - 1)
    let free = rect.width - used - 3
    if let text = speed.first(where: { painter.width(of: $0) <= free }) {
      painter.write(text, x: rect.maxX - 1 - painter.width(of: text), y: rect.y, role: .muted)
    }
  }

  /// What ran and how fast, from the longest wording to the shortest.
  private static func speed(_ state: WorkbenchState) -> [String] {
    guard let record = state.runs.current else { return [] }
    let throughput = record.imagesPerSecond.map(Figures.throughput)
    guard let report = record.report ?? state.runs.records.last(where: { $0.report != nil })?.report else {
      return [throughput].compactMap { $0 }
    }
    let kernels =
      report.simulatedSiteCount == 0 && report.integerSiteCount > 0
      ? "integer kernels"
      : report.integerSiteCount == 0
        ? "simulated" : "integer \(report.integerSiteCount) · simulated \(report.simulatedSiteCount)"
    guard let throughput else { return [kernels] }
    return [kernels + " · " + throughput, throughput]
  }

  private static func drawPreparation(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let x = rect.x + 1
    let width = rect.width - 2
    if let failure = state.preparation.failure {
      painter.write(failure, x: x, y: rect.y, role: .bad, width: width)
      return
    }
    if case .failed(let message) = state.runs.current?.status {
      painter.write("evaluation failed: " + message, x: x, y: rect.y, role: .bad, width: width)
      return
    }
    guard let step = state.preparation.step, step.stage != .evaluating || state.runs.current?.status == .running else {
      drawWaiting(state, x: x, y: rect.y, width: width, &painter)
      return
    }
    let preparation = state.preparation
    let counts = "  \(NumberText.grouped(step.done))/\(NumberText.grouped(step.total)) \(step.stage.unit)"
    // The bar and the time are those of everything until the first figure; the words say what is being done of it.
    let about = preparation.secondsLeft.map(Figures.about)
    let left = about.map { ["\($0) left until the first figure", "\($0) left"] } ?? [""]
    let titles = [[(step.stage.title, StyleRole.title), (counts, .plain)], [(step.stage.title, .title)]]
    func columns(_ pieces: [(String, StyleRole)]) -> Int { pieces.reduce(0) { $0 + painter.width(of: $1.0) } }
    let choice =
      titles.flatMap { title in left.map { (title, $0) } }.first {
        x + columns($0.0) + 3 + painter.width(of: $0.1) + 12 <= rect.maxX
      } ?? (titles[1], left.last ?? "")
    painter.write(choice.0, x: x, y: rect.y, width: width)
    drawGauge(preparation.fraction, text: choice.1, in: rect, from: x - rect.x + columns(choice.0) + 3, &painter)
  }

  /// What is waited for, and what was before, so that the figure to beat stays in sight.
  private static func drawWaiting(_ state: WorkbenchState, x: Int, y: Int, width: Int, _ painter: inout Painter) {
    var pieces: [(String, StyleRole)] = [(waiting(state), .title)]
    if let tally = state.runs.previous?.tally {
      pieces.append(("   before ", .muted))
      let interval = width < 50 ? "" : " " + Figures.half(tally.top1.interval)
      pieces.append((Figures.percent(tally.top1.percent) + interval, .plain))
      pieces.append((width < 50 ? "  " : "   vs float ", .muted))
      pieces.append((Figures.points(tally.difference.points), .plain))
    }
    painter.write(pieces, x: x, y: y, width: width)
  }

  private static func waiting(_ state: WorkbenchState) -> String {
    if state.isPaused { return "paused: . goes on" }
    switch state.runs.current?.status {
    case .stopped: return "cancelled: any change starts the next evaluation"
    case .running where state.findings.reference == nil: return "loading the model"
    case .running where state.calibration == nil: return "calibrating \(state.configuration.observer.rawValue)"
    case .running: return "evaluating"
    default: return ""
    }
  }

  private static func drawAccuracy(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    guard let record = state.runs.current, let tally = record.tally else { return }
    // A baseline is compared with once the images of both are known; until then the float model says more than nothing.
    let fromBaseline = state.differenceFromBaseline(of: record)
    let difference = fromBaseline ?? tally.difference
    let other = fromBaseline == nil ? "vs float " : "vs run \(state.runs.baselineID ?? 0) "
    let change: [(String, StyleRole)] = [
      (other, .muted), (Figures.points(difference.points), role(of: difference)),
      (" " + Figures.interval(difference.interval), .plain),
    ]
    let status: String
    switch record.status {
    case .running where state.preparation.stage != nil && tally.isComplete == false:
      status = state.preparation.stage?.title ?? ""
    case .running, .finished: status = ""
    case .stopped: status = state.isPaused ? "paused" : "stopped"
    case .failed: status = "failed"
    }
    // From what matters most to what matters least; a narrow screen ends early.
    let segments: [[(String, StyleRole)]] = [
      [
        ("top-1 ", .muted), (Figures.percent(tally.top1.percent), .title),
        (" " + Figures.half(tally.top1.interval), .plain),
      ],
      rect.width < 52 ? [(Figures.points(difference.points), role(of: difference))] + [change[2]] : change,
      status.isEmpty ? [] : [(status, .warning)],
      [("agreement ", .muted), (Figures.percent(tally.agreement.percent), .plain)],
      [("top-5 ", .muted), (Figures.percent(tally.top5.percent), .plain)],
    ]
    let counts = "\(NumberText.grouped(tally.imageCount))/\(NumberText.grouped(tally.plannedCount))"
    let time = record.seconds.map { "  " + Figures.seconds($0) } ?? ""
    // While images still come, how many is worth more than the lesser figures.
    let reserved = record.status == .running ? painter.width(of: counts + time) + 12 : 0
    var used = 1
    for (index, segment) in segments.enumerated() where !segment.isEmpty {
      let width = segment.reduce(0) { $0 + painter.width(of: $1.0) }
      guard used + width + (index < 2 ? 0 : reserved) <= rect.width else { break }
      painter.write(segment, x: rect.x + used, y: rect.y, width: width)
      used += width + 3
    }
    drawGauge(
      Double(tally.imageCount) / Double(max(tally.plannedCount, 1)), text: counts + time, in: rect, from: used, &painter
    )
  }

  /// A bar and its numbers at the right end of the line, as wide as what stands before them allows.
  private static func drawGauge(
    _ fraction: Double, text: String, in rect: Rect, from: Int, _ painter: inout Painter
  ) {
    let free = rect.width - 1 - from
    let textWidth = painter.width(of: text)
    guard textWidth <= free else { return }
    painter.write(text, x: rect.maxX - 1 - textWidth, y: rect.y, role: .plain)
    let barWidth = min(free - textWidth - 2, 40)
    guard barWidth >= 6 else { return }
    BarGauge(fraction: fraction, glyphs: painter.glyphs).draw(
      into: &painter.buffer, x: rect.maxX - 2 - textWidth - barWidth, y: rect.y, width: barWidth,
      style: painter.theme[.accent], frame: painter.theme[.muted])
  }

  /// Worse only where the whole interval is.
  static func role(of difference: PairedDifference) -> StyleRole {
    if difference.interval.upperBound < 0 { return .bad }
    return difference.interval.lowerBound > 0 ? .good : .plain
  }
}
