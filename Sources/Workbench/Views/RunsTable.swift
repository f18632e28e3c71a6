import Graphs
import Evaluation
import Models
import Terminal

/// The columns of the list of runs: figures of finished runs alone; of others, how far they came.
struct RunsTable {
  /// Columns that a run's name keeps while figures can give way, on wide screens more.
  private static let nameWidth = 12
  /// Columns from which on a table also states configurations in words, and what it keeps for that and for long names.
  private static let wideWidth = 110
  private static let statementWidth = 36
  private static let longNameWidth = 28

  private let records: [RunRecord]
  private let state: WorkbenchState
  private let glyphs: GlyphSet

  init(_ records: [RunRecord], _ state: WorkbenchState, _ glyphs: GlyphSet) {
    self.records = records
    self.state = state
    self.glyphs = glyphs
  }

  func layout(width: Int, measuring: @escaping (String) -> Int) -> ColumnLayout {
    // The figures that matter most give way last; their intervals go before the figures.
    let reductions = [
      Place.cosine, .agreement, .logits, .agreement, .heldOut, .difference, .headline, .time, .difference,
    ].map(\.rawValue)
    func fitted(_ columns: [ColumnLayout.Column], in width: Int, longestName: Int = .max) -> ColumnLayout {
      ColumnLayout(
        columns, flexible: Place.name.rawValue, minimum: max(Self.nameWidth, width / 5), maximum: longestName,
        reductions: reductions, in: width, width: measuring)
    }
    let columns = columns
    guard width >= Self.wideWidth else { return fitted(columns, in: width) }
    // Where there is room, lesser figures and long names give way to the configuration in words.
    let figures = fitted(columns, in: width - Self.statementWidth, longestName: Self.longNameWidth)
    let cells = records.map { record in
      TextLayout.truncated(
        ConfigurationStatement(record.configuration, graph: state.graph).line, width: width - figures.usedWidth - 2,
        ellipsis: glyphs.ellipsis)
    }
    return figures.adding(ColumnLayout.Form(title: "configuration", cells: cells), gap: 2, in: width)
  }

  /// The columns from left to right.
  private enum Place: Int {
    case mark, number, name, headline, difference, heldOut, agreement, logits, cosine, time
  }

  private var columns: [ColumnLayout.Column] {
    let hasLabels = tallies.compactMap { $0 }.allSatisfy { $0.accuracy != nil }
    return [
      column(.left, "") { [mark($0)] },
      column(.right, "#") { ["\($0.id)"] },
      column(.left, "what differs") { [state.label(of: $0)] },
      headline,
      difference,
      heldOut,
      figures(hasLabels ? "agree %" : "", { hasLabels ? $0.agreement : nil }),
      column(.right, "logits dB") { [finished($0).map { Figures.decibels($0.logits.decibels) } ?? ""] },
      column(.right, "cosine") { [finished($0)?.logits.cosine.map(Figures.cosine) ?? ""] },
      column(.right, "time") { [finished($0) == nil ? "" : $0.seconds.map(Figures.seconds) ?? ""] },
    ]
  }

  private var tallies: [EvaluationTally?] { records.map(finished) }

  /// The figures of a run that saw every image; any others would be taken for results.
  private func finished(_ record: RunRecord) -> EvaluationTally? { record.status == .finished ? record.tally : nil }

  private func column(
    _ alignment: TextLayout.Alignment, _ title: String, _ forms: (RunRecord) -> [String]
  ) -> ColumnLayout.Column {
    let cells = records.map(forms)
    let count = cells.map(\.count).max() ?? 0
    return ColumnLayout.Column(
      alignment, (0..<count).map { form in ColumnLayout.Form(title: title, cells: cells.map { $0[form] }) })
  }

  private func mark(_ record: RunRecord) -> String {
    (record.id == state.runs.currentID ? glyphs.cursor : " ") + (record.id == state.runs.baselineID ? "B" : " ")
  }

  private var headline: ColumnLayout.Column {
    let title = (tallies.lazy.compactMap(\.self).first?.headline.title ?? "figures") + " %"
    let figures = aligned(tallies.map { $0.map { $0.headline.proportion } })
    return ColumnLayout.Column(
      .left,
      [true, false].map { isLong in
        let cells = zip(records, figures).map { record, figure in
          figure.map { isLong ? $0.long : $0.short } ?? progress(of: record, isLong: isLong)
        }
        return ColumnLayout.Form(title: title, cells: cells)
      })
  }

  private var difference: ColumnLayout.Column {
    let baseline = state.runs.baseline
    let hasLabels = tallies.compactMap(\.self).allSatisfy { $0.accuracy != nil }
    guard hasLabels || baseline != nil else {
      return column(.right, "flips") { record in
        let flips = finished(record).map { NumberText.grouped($0.flipCount) } ?? ""
        return [flips, flips]
      }
    }
    let title = baseline.map { "vs run \($0.id)" } ?? "vs float"
    let differences = zip(records, tallies).map { record, tally -> PairedDifference? in
      baseline == nil ? tally?.headline.difference : state.differenceFromBaseline(of: record)
    }
    let points = differences.map { $0.map { Figures.points($0.points) } ?? "" }
    let width = points.map(\.count).max() ?? 0
    let padded = points.map { TextLayout.fitted($0, width: width, alignment: .right) }
    return ColumnLayout.Column(
      .left,
      [
        ColumnLayout.Form(
          title: title,
          cells: zip(padded, differences).map { text, difference in
            difference.map { text + " " + Figures.interval($0.interval) } ?? ""
          }),
        ColumnLayout.Form(title: title, cells: padded),
      ])
  }

  /// The headline figure on the images that are held out, of the runs that were confirmed there.
  private var heldOut: ColumnLayout.Column {
    let proportions = records.map { state.confirmations.tally(of: $0.configuration)?.headline.proportion }
    return figures(proportions.contains { $0 != nil } ? "held out %" : "", proportions)
  }

  private func figures(
    _ title: String, _ proportion: (EvaluationTally) -> Proportion?
  ) -> ColumnLayout.Column {
    figures(title, tallies.map { $0.flatMap(proportion) })
  }

  private func figures(_ title: String, _ proportions: [Proportion?]) -> ColumnLayout.Column {
    let cells = aligned(proportions)
    return ColumnLayout.Column(
      .left,
      [
        ColumnLayout.Form(title: title, cells: cells.map { $0?.long ?? "" }),
        ColumnLayout.Form(title: title, cells: cells.map { $0?.short ?? "" }),
      ])
  }

  /// Shares with and without their intervals, whose points stand below each other.
  private func aligned(_ proportions: [Proportion?]) -> [(long: String, short: String)?] {
    let texts = proportions.map { $0.map { NumberText.fixed($0.percent, places: 1) } }
    let width = texts.compactMap { $0?.count }.max() ?? 0
    return zip(texts, proportions).map { text, proportion in
      guard let text, let proportion else { return nil }
      let padded = TextLayout.fitted(text, width: width, alignment: .right)
      return (padded + " " + Figures.range(proportion.interval), padded)
    }
  }

  /// How far an unfinished run came: `14 of 16, interrupted`.
  private func progress(of record: RunRecord, isLong: Bool) -> String {
    let word: String
    switch record.status {
    case .failed: return "failed"
    case .finished: return ""
    case .running: word = "running"
    case .stopped: word = state.isPaused && record.id == state.runs.currentID ? "paused" : "interrupted"
    }
    guard let tally = record.tally else { return isLong ? word : "-" }
    let counts = "\(NumberText.grouped(tally.imageCount)) of \(NumberText.grouped(tally.plannedCount))"
    return isLong ? counts + ", " + word : counts
  }
}
