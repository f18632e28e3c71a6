/// The one question that is being answered elsewhere, until its answer comes.
struct PendingQuestion<Question: Equatable & Sendable>: Sendable {
  enum Answer {
    /// To what is asked now.
    case wanted
    /// To what was asked of images that turned out to be others.
    case stale
    /// To something else.
    case other
  }

  private(set) var question: Question?
  private var isStale = false

  init() {}

  mutating func ask(_ question: Question) { (self.question, isStale) = (question, false) }

  /// The answer that is still to come will not be taken; until it comes nothing else is asked.
  mutating func withdraw() { isStale = question != nil }

  /// Takes note that there is an answer to `question`, and says what it is worth.
  mutating func answered(_ question: Question) -> Answer {
    guard question == self.question else { return .other }
    defer { (self.question, isStale) = (nil, false) }
    return isStale ? .stale : .wanted
  }
}
