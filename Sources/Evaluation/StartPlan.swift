/// Everything that stands before a figure, from the first step to the last, with one time left for all of it.
///
/// The steps begin with estimates, remembered or guessed; the clock corrects them, and what is still to come by as much as
/// what was done was wrong. Times are seconds of any one clock.
package struct StartPlan: Hashable, Sendable {
  package typealias Stage = ServiceEvent.Stage

  package struct Step: Hashable, Sendable {
    package let stage: Stage
    package fileprivate(set) var done = 0
    package fileprivate(set) var total: Int
    /// As estimated before the step began.
    let secondsPerUnit: Double
    /// When it was first heard of, and last.
    fileprivate var began: Double?
    fileprivate var now: Double?

    package init(_ stage: Stage, total: Int, secondsPerUnit: Double) {
      self.stage = stage
      self.total = total
      self.secondsPerUnit = secondsPerUnit
    }

    package var isFinished: Bool { done >= total }
    /// Seconds from its first word to its last.
    package var spent: Double { (now ?? 0) - (began ?? 0) }
    fileprivate var expected: Double { Double(done) * secondsPerUnit }
  }

  /// In the order in which they are done.
  package private(set) var steps: [Step]
  private let began: Double
  private var now: Double
  /// The share that is done; it never goes back.
  package private(set) var fraction = 0.0

  /// - Parameter clock: now.
  package init(steps: [Step], clock: Double) {
    self.steps = steps
    began = clock
    now = clock
  }

  /// The first step that has not ended.
  package var current: Step? { steps.first { !$0.isFinished } }

  package func step(_ stage: Stage) -> Step? { steps.first { $0.stage == stage } }

  /// Takes in how far a step is; one that was not foreseen is put before those that have not begun.
  package mutating func advance(_ stage: Stage, done: Int, total: Int, clock: Double) {
    let index: Int
    if let known = steps.firstIndex(where: { $0.stage == stage }) {
      index = known
    } else {
      index = steps.firstIndex { $0.began == nil && !$0.isFinished } ?? steps.count
      steps.insert(Step(stage, total: total, secondsPerUnit: 0), at: index)
    }
    // A step that starts over is timed anew.
    let isRestarted = steps[index].began == nil || done < steps[index].done
    if isRestarted { steps[index].began = clock }
    steps[index].now = clock
    steps[index].done = done
    steps[index].total = total
    tick(clock)
  }

  /// Ends a step whose result is in, or that turned out not to be needed.
  package mutating func finish(_ stage: Stage, clock: Double) {
    guard let index = steps.firstIndex(where: { $0.stage == stage }) else { return }
    steps[index].done = steps[index].total
    tick(clock)
  }

  private mutating func tick(_ clock: Double) {
    now = max(now, clock)
    guard let left = secondsLeft else { return }
    let elapsed = now - began
    if elapsed + left > 0 { fraction = max(fraction, min(1, elapsed / (elapsed + left))) }
  }

  /// By how much what was done took longer than estimated: 1 until that can be told.
  private var slowdown: Double {
    let begun = steps.filter { $0.began != nil && $0.expected > 0 }
    let expected = begun.reduce(0) { $0 + $1.expected }
    guard expected > Self.leastExpected else { return 1 }
    let spent = begun.reduce(0) { $0 + $1.spent }
    return min(max(spent / expected, 0.1), 10)
  }

  /// Seconds of estimated work after which the clock is believed.
  private static let leastExpected = 0.3
  /// The share of a step's units after which its own pace counts as much as the estimate.
  private static let trustedShare = 0.1

  /// Seconds until the last step ends; nil while nothing tells them.
  package var secondsLeft: Double? {
    let slowdown = slowdown
    var left = 0.0
    for step in steps where !step.isFinished {
      let rest = Double(step.total - step.done)
      let estimate = step.secondsPerUnit * slowdown
      guard step.done > 0, step.spent > 0 else {
        if estimate <= 0 { return nil }
        left += rest * estimate
        continue
      }
      let weight = estimate > 0 ? max(1, Double(step.total) * Self.trustedShare) : 0
      let pace = (weight * estimate + step.spent) / (weight + Double(step.done))
      left += rest * pace
    }
    return left
  }
}
