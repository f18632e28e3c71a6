package import Evaluation
package import Quantization

/// What chosen configurations do on the images that are held out, and the one that is being confirmed.
package struct Confirmations: Sendable {
  package enum Answer: Sendable {
    case figures(EvaluationTally)
    /// Why there are none.
    case failed(String)
  }

  private var asked = PendingQuestion<QuantizationConfiguration>()
  package var pending: QuantizationConfiguration? { asked.question }
  private var tallies: [QuantizationConfiguration: EvaluationTally] = [:]

  package init() {}

  /// How often somebody has looked at the held-out images: choosing by them flatters like any other choice.
  package var count: Int { tallies.count }

  package func tally(of configuration: QuantizationConfiguration) -> EvaluationTally? { tallies[configuration] }

  package mutating func begin(_ configuration: QuantizationConfiguration) { asked.ask(configuration) }

  /// Forgets every answer, and the one that is still to come.
  mutating func withdraw() {
    var asked = asked
    asked.withdraw()
    self = Confirmations()
    self.asked = asked
  }

  /// Whether the answer is to what is asked now.
  package mutating func finish(_ configuration: QuantizationConfiguration, _ answer: Answer) -> Bool {
    guard case .wanted = asked.answered(configuration) else { return false }
    if case .figures(let tally) = answer { tallies[configuration] = tally }
    return true
  }
}

extension WorkbenchState {
  /// Why the run under the cursor cannot be confirmed now; nil where it can.
  var confirmationRefusal: String? {
    guard findings.heldOutCount != nil else { return "no images are held out: start with --held-out N" }
    guard let record = cursorRun, record.report != nil else { return "only a finished run can be confirmed" }
    if confirmations.pending != nil { return "one confirmation at a time: wait for the one that runs" }
    if confirmations.tally(of: record.configuration) != nil { return "run \(record.id) is confirmed already" }
    return runs.current?.status == .running ? "wait until the evaluation is finished" : nil
  }

  mutating func confirmCursorRun() -> [Effect] {
    guard let record = cursorRun else { return [] }
    confirmations.begin(record.configuration)
    notice = Notice("run \(record.id) on images that no run has seen …")
    return [.confirm(record.configuration)]
  }

  mutating func receive(_ answer: Confirmations.Answer, for configuration: QuantizationConfiguration) {
    guard confirmations.finish(configuration, answer) else { return }
    let name = runs.records.first { $0.configuration == configuration }.map { "run \($0.id)" } ?? "the run"
    switch answer {
    case .failed(let reason): notice = Notice("\(name) was not confirmed: \(reason)", .failure)
    case .figures(let tally):
      let headline = tally.headline
      let difference = headline.difference.map { ", vs float \(Figures.points($0.points)) \(Figures.interval($0.interval))" } ?? ""
      let looks = confirmations.count > 1 ? "; run \(confirmations.count) of those looked at there" : ""
      notice = Notice(
        "\(name) on \(tally.imageCount) held-out images: \(headline.title) \(Figures.share(headline.proportion))"
          + difference + looks, .success)
    }
  }
}
