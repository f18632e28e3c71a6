import Evaluation
import Terminal
import Texts

/// The whole behaviour of the workbench: what a message changes, and what is to be done about it.
package func update(_ state: inout WorkbenchState, _ message: Message) -> [Effect] {
  if case .key(.paste(let text)) = message { return state.paste(text) }
  let key: Key? = if case .key(let key) = message { key } else { nil }
  // Not in the log: where it is done again there is no card.
  if let key, state.closeTour(key) { return [] }
  let before = key.map { LogContext(state, $0) }
  let effects = state.receive(message)
  if let key, let before { state.record(key, before: before, effects: effects) }
  if case .configure(let configuration) = message { state.record(configuration) }
  state.settle()
  return effects + state.askProbe()
}

extension WorkbenchState {
  fileprivate mutating func receive(_ message: Message) -> [Effect] {
    switch message {
    case .started:
      return evaluate()
    case .key(.resize(let size)), .resize(let size):
      display.size = size
      return []
    case .key(.signal), .interrupted:
      return [.quit]
    case .key(.mouse(let event)):
      return handle(event)
    case .key(let key):
      return handle(key)
    case .command(let id):
      notice = nil
      return Command.named(id).perform(&self)
    case .goTo(let row):
      goToRow(named: row)
      return []
    case .configure(let configuration):
      return make(ConfigurationEdit(configuration: configuration, change: "as the script says"))
    case .write(let request):
      return write(asLogged: request)
    case .service(let event):
      return receive(event)
    case .probed(let request, let answer):
      probes.finish(request, answer)
      return []
    case .confirmed(let configuration, let answer):
      receive(answer, for: configuration)
      return []
    case .pathProposed(let kind, let path):
      receive(proposed: path, for: kind)
      return []
    case .pathCompleted(let text, let names):
      receive(completions: names, of: text)
      return []
    case .pathChecked(let request, let finding):
      return receive(finding, for: request)
    case .fileWritten(let request, let failure):
      receive(written: request, failure: failure)
      return []
    case .noticeExpired:
      notice = nil
      return []
    }
  }

  private mutating func handle(_ key: Key) -> [Effect] {
    notice = nil
    if overlay != nil { return handleInOverlay(key) }
    if let command = Command.bound(to: key, in: self) { return command.perform(&self) }
    // A key that would act elsewhere says where, rather than nothing.
    if let command = Command.all.first(where: { $0.keys.contains(key) }) {
      notice = Notice("\(key) (\(command.name)) acts \(command.scope.title)", .warning)
    } else if case .character(let character) = key {
      notice = Notice("\(character) is no command here; ? shows those that are", .warning)
    }
    return []
  }

  private mutating func receive(_ event: ServiceEvent) -> [Effect] {
    switch event {
    case .planned(let steps):
      preparation.begin(steps, clock: clock)
    case .progress(let stage, let done, let total):
      preparation.advance(stage, done: done, total: total, clock: clock)
    case .imagesLoaded(let images):
      preparation.finish(.loadingImages, clock: clock)
      findings.imageCount = images.count
      findings.skippedImages = images.skipped
      findings.heldOutCount = images.heldOutCount
      classNames = images.classNames ?? []
      if let remark = images.remarks.first {
        let rest = images.remarks.count > 1 ? " (and \(images.remarks.count - 1) more)" : ""
        notice = Notice(remark.printable + rest, .warning)
      } else if let first = images.skipped.first {
        let count = images.skipped.count == 1 ? "1 image" : "\(images.skipped.count) images"
        notice = Notice("\(count) could not be read: \(first)", .warning)
      } else if images.labelSource != "labels.txt" {
        // The plain case needs no words.
        notice = Notice("labels: \(images.labelSource)")
      }
    case .withdrawn(let reason):
      findings.withdraw()
      probes.withdraw()
      confirmations.withdraw()
      runs.withdraw()
      preparation = Preparation()
      let effects = evaluate()
      notice = Notice(reason, .warning)
      return effects
    case .remark(let text):
      notice = Notice(text, .warning)
    case .weightErrors(let errors):
      findings.weightErrors = errors
    case .floatFinished(let reference):
      preparation.finish(.floatReference, clock: clock)
      findings.reference = reference
    case .figureRemarks(let remarks):
      findings.remarks = remarks
      // The one that makes every figure meaningless is said at once; the header keeps saying it.
      if let suspicion = findings.labelSuspicion { notice = Notice(suspicion.description, .warning) }
    case .calibrated(let calibration):
      preparation.finish(.loadingCalibrationImages, clock: clock)
      preparation.finish(.calibrating(calibration.options.observer), clock: clock)
      findings.add(calibration)
    case .tally(let run, let tally, let imagesPerSecond):
      // The figures of all images may be seen, and acted on, before the report is in.
      if tally.isComplete, runs.accepts(run) { log.noteFinished() }
      if runs.accepts(run) { preparation.finish(.evaluating, clock: clock) }
      runs.show(tally, imagesPerSecond: imagesPerSecond, of: run)
    case .finished(let run, let report):
      if runs.accepts(run) {
        log.noteFinished(digest: report.outcomesDigest, words: Self.words(for: report.tally))
        preparation.finish(.evaluating, clock: clock)
      }
      runs.finish(report, of: run)
      return writeAwaited()
    case .failed(let run?, let message):
      guard runs.accepts(run) else { return [] }
      runs.fail(message, of: run)
      notice = Notice("evaluation failed: \(message)", .failure)
      return [.beep]
    case .failed(nil, let message):
      preparation.failure = message
      notice = Notice(message, .failure)
      return [.beep]
    }
    return []
  }
}
