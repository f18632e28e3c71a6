import Evaluation
import Locks
import Workbench

/// A plan's progress as one line on standard error: what is being done, how much of all is done, and the time left.
final class PlanProgress: Sendable {
  private let line: ProgressLine
  private let plan: Guarded<StartPlan>
  private let start = ContinuousClock.now

  init(_ steps: [StartPlan.Step], on line: ProgressLine) {
    self.line = line
    plan = Guarded(StartPlan(steps: steps, clock: 0))
  }

  /// A callback for the progress of a stage, from any thread.
  func of(_ stage: StartPlan.Stage) -> EvaluationSession.Progress {
    { self.show(stage, $0, $1) }
  }

  func show(_ stage: StartPlan.Stage, _ done: Int, _ total: Int) {
    let clock = (ContinuousClock.now - start).seconds
    let (fraction, left) = plan.withLock { plan in
      plan.advance(stage, done: done, total: total, clock: clock)
      return (plan.fraction, plan.secondsLeft)
    }
    let percent = "\(Int(fraction * 100)) %"
    let time = left.map { ", \(Workbench.Figures.about($0)) left" } ?? ""
    line.show("\(percent)\(time): \(stage.title) \(done)/\(total)", isLast: done >= total)
  }

  /// Ends a stage that took no time, because its result was kept.
  func finish(_ stage: StartPlan.Stage) {
    let clock = (ContinuousClock.now - start).seconds
    plan.withLock { $0.finish(stage, clock: clock) }
  }
}
