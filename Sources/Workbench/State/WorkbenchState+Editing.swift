import Graphs
import Evaluation
import Models
package import Quantization

extension WorkbenchState {
  /// Does what is asked at once where it reaches no further than the person sees or chose; else shows what it would do.
  package mutating func request(_ request: EditRequest) -> [Effect] {
    self.request(request, at: targets(of: request))
  }

  package mutating func request(_ request: EditRequest, at targets: EditTargets) -> [Effect] {
    do throws(ConfigurationEdit.Refusal) {
      let preview = try preview(request, at: targets)
      guard let plan = preview.plan, preview.withHidden == nil, isInSight(plan, targets) else {
        overlay = .preview(preview)
        return []
      }
      return carryOut(plan)
    } catch {
      notice = Notice(error.reason, .warning)
      return []
    }
  }

  /// Why a request cannot be carried out now; nil where it can.
  package func refusal(of request: EditRequest) -> String? { refusal(of: request, at: targets(of: request)) }

  func refusal(of request: EditRequest, at targets: EditTargets) -> String? {
    do throws(ConfigurationEdit.Refusal) {
      _ = try QuantizerEdits.plan(request, at: targets.asksForHidden ? targets.withHidden : targets, self)
      return nil
    } catch {
      return error.reason
    }
  }

  /// What a request acts on.
  func targets(of request: EditRequest) -> EditTargets {
    switch request {
    case .toggle, .ladder, .attention: principalTargets
    case .applyToAll:
      principalRow?.rowKind.map(targets(of:)) ?? EditTargets(rows: [], hidden: [], origin: .row, name: "no row")
    case .powersOfTwoScale, .bits, .float, .scheme: targets
    }
  }

  private func preview(_ request: EditRequest, at targets: EditTargets) throws(ConfigurationEdit.Refusal) -> EditPreview {
    let withHidden = targets.asksForHidden ? try QuantizerEdits.plan(request, at: targets.withHidden, self) : nil
    let plan: PlannedEdit?
    do throws(ConfigurationEdit.Refusal) { plan = try QuantizerEdits.plan(request, at: targets, self) } catch {
      guard targets.asksForHidden else { throw error }
      plan = nil
    }
    let visible = Set(visibleRows)
    let folded = (plan ?? withHidden)?.changes.count { change in
      tree.row(of: change.site).map { isLeft(byFilter: $0.id) && !visible.contains($0.id) } ?? false
    }
    let hiddenAmong = plan?.changes.count { change in
      tree.row(of: change.site).map { !isLeft(byFilter: $0.id) } ?? false
    }
    return EditPreview(
      plan: plan, withHidden: withHidden, foldedCount: folded ?? 0, hiddenCount: targets.hidden.count,
      hiddenAmongCount: hiddenAmong ?? 0)
  }

  /// Whether an edit changes one row that was named, or rows that a person chose and sees.
  private func isInSight(_ plan: PlannedEdit, _ targets: EditTargets) -> Bool {
    if plan.changes.count == 1, targets.origin == .row || targets.origin == .group { return true }
    guard targets.origin == .selection else { return false }
    let visible = Set(visibleRows)
    return targets.rows.allSatisfy(visible.contains)
  }

  /// Makes a planned edit, and keeps what a second press would take back.
  mutating func carryOut(_ plan: PlannedEdit) -> [Effect] {
    if let gesture = plan.gesture {
      gestures.note(gesture, at: plan.meant.map(\.site), from: plan.meant.map(\.before), to: plan.meant.map(\.after))
    }
    return make(plan.edit)
  }

  /// Makes an edit the present configuration and asks for its evaluation at once.
  mutating func make(_ edit: ConfigurationEdit) -> [Effect] {
    guard edit.configuration != configuration else { return [] }
    history.apply(edit.configuration, change: edit.change)
    notice = Notice(edit.change)
    if let lost = lostAttentions.first { notice = Notice(lostText(lost), .warning) }
    return evaluate()
  }

  /// Why LIS leaves nothing of an attention, and what to do.
  func lostText(_ attention: Graph.AttentionSite) -> String {
    "\(attention.probabilities): LIS makes every probability 0, since the scale of \(attention.scores) is over 1.67; "
      + "give the scores more bits, or step on with t"
  }

  /// Starts a run of the present configuration; while paused it only takes its place in the list.
  mutating func evaluate() -> [Effect] {
    let before = runs.currentID
    let cursor = cursorRun?.id
    let run = runs.start(configuration)
    if runs.currentID != before { options.flipCursor = 0 }
    // The list is newest first: elsewhere its cursor follows the present run, in the list the one that it stands on.
    let isInList = focus == .view && view == .runs
    let wanted = isInList ? cursor : runs.currentID
    options.runCursor = runsNewestFirst.firstIndex { $0.id == wanted } ?? 0
    guard !isPaused else {
      runs.stopCurrent()
      return []
    }
    return [.evaluate(configuration, run: run)]
  }

  package var runsNewestFirst: [RunRecord] { runs.newestFirst }

  package var cursorRun: RunRecord? {
    let records = runsNewestFirst
    return records.indices.contains(options.runCursor) ? records[options.runCursor] : nil
  }

  /// In the runs the one under the cursor, elsewhere the present one.
  package var runToPin: RunRecord? { view == .runs && focus == .view ? cursorRun : runs.current }

  /// The LayerNorm input that the ranges view shows channels of; other rows show their first site.
  package var shownSite: SiteID? {
    guard let row = cursorRow else { return nil }
    guard row.isGroup else { return row.sites.first }
    return row.sites.first { graph.site($0)?.role.isNormInput == true } ?? row.sites.first
  }

  /// 0 where the shown row has no channels.
  package var shownChannelCount: Int {
    shownSite.flatMap { statistics(of: $0) }?.channelMinima.count ?? 0
  }

  /// The channels of the shown site in the order in which the view draws them.
  package var shownChannelOrder: [Int] {
    guard let site = shownSite, let statistics = statistics(of: site) else { return [] }
    let channels = Array(statistics.channelMinima.indices)
    guard options.sortsChannels else { return channels }
    let widths = zip(statistics.channelMinima, statistics.channelMaxima).map { $1 - $0 }
    return channels.sorted { (-widths[$0], $0) < (-widths[$1], $1) }
  }

  /// The next head, round through all heads together.
  mutating func step(headBy count: Int) {
    guard let heads = shownAttention?.headCount, heads > 0 else { return }
    let next = options.head.map { $0 + count } ?? (count > 0 ? 0 : heads - 1)
    options.head = (0..<heads).contains(next) ? next : nil
  }

  /// Another image of the evaluation list, held to its ends.
  mutating func step(imageBy count: Int) {
    options.image = min(max(options.image + count, 0), max((findings.imageCount ?? 1) - 1, 0))
  }

  /// The next or previous image, from the shown one on, whose class the present run changes; round through the ends.
  mutating func stepToFlip(forward: Bool) {
    guard let flips = flippedImages, !flips.isEmpty else { return }
    let image = options.image
    options.image =
      forward
      ? flips.first { $0 > image } ?? flips[0]
      : flips.last { $0 < image } ?? flips[flips.count - 1]
  }

  /// The next channel, head or image of the view; channels and heads go round through "all".
  mutating func step(by count: Int) {
    switch view {
    case .ranges:
      let order = shownChannelOrder
      guard !order.isEmpty else { return }
      let place = options.channel.flatMap(order.firstIndex(of:))
      let next = place.map { $0 + count } ?? (count > 0 ? 0 : order.count - 1)
      options.channel = order.indices.contains(next) ? order[next] : nil
    case .attention: step(headBy: count)
    case .map: step(imageBy: count)
    case .error, .runs: break
    }
  }
}
