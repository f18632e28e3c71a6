import Evaluation
import Quantization

/// The answers to what views asked of the networks, and the question that is being answered.
///
/// One question at a time: while it is answered the view may ask another, and then only the last is worth an answer.
package struct Probes: Sendable {
  private var asked = PendingQuestion<ProbeRequest>()
  var pending: ProbeRequest? { asked.question }
  /// The newest map, with what it answers.
  private var map: (request: ProbeRequest, map: AttentionMap)?
  private var failure: (request: ProbeRequest, reason: String)?
  /// Kept for each configuration, so that going back to one shows its figures at once.
  private var accumulated: [QuantizationConfiguration: AccumulatedErrors] = [:]

  init() {}

  /// The newest map, whatever it answers: a view shows it until the one that it waits for is there.
  var newestMap: AttentionMap? { map?.map }

  func map(answering request: ProbeRequest) -> AttentionMap? { map?.request == request ? map?.map : nil }

  func accumulatedErrors(of configuration: QuantizationConfiguration) -> AccumulatedErrors? {
    accumulated[configuration]
  }

  func failure(of request: ProbeRequest) -> String? { failure?.request == request ? failure?.reason : nil }

  /// Whether `request` is to be sent now: it is unanswered, and nothing else is being answered.
  mutating func begin(_ request: ProbeRequest) -> Bool {
    guard pending == nil, !isAnswered(request) else { return false }
    asked.ask(request)
    return true
  }

  /// Forgets every answer, and the one that is still to come: one question at a time is asked for all that.
  mutating func withdraw() {
    var asked = asked
    asked.withdraw()
    self = Probes()
    self.asked = asked
  }

  mutating func finish(_ request: ProbeRequest, _ answer: ProbeAnswer) {
    if case .stale = asked.answered(request) { return }
    switch (request, answer) {
    case (.attention, .attention(let found)): map = (request, found)
    case (.accumulatedErrors(let configuration), .accumulatedErrors(let found)): accumulated[configuration] = found
    case (_, .failed(let reason)): failure = (request, reason)
    case (.attention, _), (.accumulatedErrors, _): preconditionFailure("an answer to another question")
    }
  }

  private func isAnswered(_ request: ProbeRequest) -> Bool {
    if failure(of: request) != nil { return true }
    return switch request {
    case .attention: map(answering: request) != nil
    case .accumulatedErrors(let configuration): accumulated[configuration] != nil
    }
  }
}
