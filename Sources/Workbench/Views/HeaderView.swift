import Graphs
import Evaluation
import Models
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

  /// Columns that the configuration keeps while the images can be told in fewer words.
  private static let statementWidth = 18

  private static func drawSubject(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let statement = ConfigurationStatement(state.configuration, graph: state.graph).line
    var pieces: [(String, StyleRole)] = [(state.modelName, .title)]
    var room = rect.width - 2 - painter.width(of: state.modelName)
    let least = min(painter.width(of: statement), statementWidth) + 2
    let images = ImagesText(state)
    let wording = images.wordings.first { painter.width(of: $0) + 2 + least <= room } ?? ""
    if !wording.isEmpty {
      pieces.append(("  " + wording, images.isWarning ? .warning : .plain))
      room -= painter.width(of: wording) + 2
    }
    let isWhole = painter.width(of: statement) + 2 <= room
    let shown = isWhole ? statement : TextLayout.truncated(statement, width: room - 2, ellipsis: painter.glyphs.ellipsis)
    pieces.append(("  " + shown, .accent))
    room -= painter.width(of: shown) + 2
    if room >= 7 {
      pieces.insert(("fqvit  ", .muted), at: 0)
      room -= 7
    }
    painter.write(pieces, x: rect.x + 1, y: rect.y, width: rect.width - 1)
    if let text = speed(state).first(where: { painter.width(of: $0) + 2 <= room }) {
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
    let choice =
      titles.flatMap { title in left.map { (title, $0) } }.first {
        x + painter.width(of: $0.0) + 3 + painter.width(of: $0.1) + 12 <= rect.maxX
      } ?? (titles[1], left.last ?? "")
    painter.write(choice.0, x: x, y: rect.y, width: width)
    drawGauge(preparation.fraction, text: choice.1, in: rect, from: x - rect.x + painter.width(of: choice.0) + 3, &painter)
  }

  /// What is waited for, and what was before, so that the figure to beat stays in sight.
  private static func drawWaiting(_ state: WorkbenchState, x: Int, y: Int, width: Int, _ painter: inout Painter) {
    var pieces: [(String, StyleRole)] = [(waiting(state), .title)]
    if let previous = state.runs.previous, let headline = previous.tally?.headline {
      pieces.append((width < 50 ? "  before " : "   before \(headline.title) ", .muted))
      pieces.append(
        (width < 50 ? Figures.percent(headline.proportion.percent) : Figures.share(headline.proportion), .plain))
      if let difference = headline.difference {
        pieces.append((width < 50 ? "  " : "   vs float ", .muted))
        pieces.append((Figures.points(difference.points), .plain))
      }
    }
    painter.write(pieces, x: x, y: y, width: width)
  }

  private static func waiting(_ state: WorkbenchState) -> String {
    if state.isPaused { return "paused: . goes on" }
    switch state.runs.current?.status {
    case .stopped: return "cancelled: x starts it again"
    case .running where state.findings.reference == nil: return "loading the model"
    case .running where state.calibration == nil: return "calibrating \(state.configuration.observer.rawValue)"
    case .running: return "evaluating"
    default: return ""
    }
  }

  private typealias Pieces = [(String, StyleRole)]

  private static func drawAccuracy(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    guard let record = state.runs.current, let tally = record.tally else { return }
    let counts = "\(NumberText.grouped(tally.imageCount))/\(NumberText.grouped(tally.plannedCount))"
    let time = record.elapsedSeconds.map { "  " + Figures.seconds($0) } ?? ""
    // While images still come, how many is worth more than the lesser figures.
    let reserved = record.status == .running ? painter.width(of: counts + time) + 12 : 0
    var used = 1
    for (index, wordings) in segments(state, record, tally).enumerated() {
      let room = rect.width - used - (index < 2 ? 0 : reserved)
      guard let pieces = wordings.first(where: { painter.width(of: $0) <= room }) else { break }
      guard !pieces.isEmpty else { continue }
      painter.write(pieces, x: rect.x + used, y: rect.y, width: painter.width(of: pieces))
      used += painter.width(of: pieces) + 3
    }
    drawGauge(
      Double(tally.imageCount) / Double(max(tally.plannedCount, 1)), text: counts + time, in: rect, from: used, &painter
    )
  }

  /// From what matters most to what matters least, each from its longest wording to its shortest; a narrow screen ends early.
  private static func segments(_ state: WorkbenchState, _ record: RunRecord, _ tally: EvaluationTally) -> [[Pieces]] {
    let headline = tally.headline
    func share(_ title: String, _ proportion: Proportion, _ role: StyleRole) -> [Pieces] {
      let percent = Figures.percent(proportion.percent)
      return [
        [(title + " ", .muted), (percent, role), (" " + Figures.range(proportion.interval), .plain)],
        [(title + " ", .muted), (percent, role)],
      ]
    }
    var segments = [share(headline.title, headline.proportion, .title)]
    if state.findings.labelSuspicion != nil { segments.append([[("labels?", .warning)]]) }
    // A baseline is compared with once the images of both are known; until then the float model says more than nothing.
    let fromBaseline = state.differenceFromBaseline(of: record)
    if let difference = fromBaseline ?? headline.difference {
      let other = fromBaseline == nil ? "vs float " : "vs run \(state.runs.baselineID ?? 0) "
      let points = (Figures.points(difference.points), role(of: difference))
      let interval = (" " + Figures.interval(difference.interval), StyleRole.plain)
      segments.append([[(other, .muted), points, interval], [points, interval], [points]])
    }
    let status = status(state, record, tally)
    segments.append([status.isEmpty ? [] : [(status, .warning)]])
    if headline.kind == .agreement {
      segments.append([[("flips ", .muted), (NumberText.grouped(tally.flipCount), .plain)]])
    } else {
      segments.append(share("agreement", tally.agreement, .plain))
    }
    if let decibels = tally.logits.decibels, let cosine = tally.logits.cosine {
      let error = ("\(Figures.decibels(decibels)) dB", StyleRole.plain)
      let nearness = [("logits ", StyleRole.muted), error]
      segments.append([nearness + [(" cosine ", .muted), (Figures.cosine(cosine), .plain)], nearness])
    }
    if let top5 = tally.accuracy?.top5 { segments.append([[("top-5 ", .muted), (Figures.percent(top5.percent), .plain)]]) }
    return segments
  }

  private static func status(_ state: WorkbenchState, _ record: RunRecord, _ tally: EvaluationTally) -> String {
    if state.isPaused { return "paused" }
    return switch record.status {
    case .running: tally.isComplete ? "" : state.preparation.stage?.title ?? ""
    case .finished: ""
    case .stopped: "interrupted"
    case .failed: "failed"
    }
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
