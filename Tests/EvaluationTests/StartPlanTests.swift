import Evaluation
import Quantization
import TestSupport
import Testing

@Suite struct StartPlanTests {
  private static let stages: [(StartPlan.Stage, total: Int, seconds: Double)] = [
    (.loadingImages, 800, 0.005), (.floatReference, 800, 0.012), (.loadingCalibrationImages, 1000, 0.005),
    (.calibrating(.minmax), 1288, 0.018), (.evaluating, 50, 0.006),
  ]

  private static func plan(_ factor: (Int) -> Double = { _ in 1 }, clock: Double = 0) -> StartPlan {
    StartPlan(
      steps: stages.enumerated().map {
        .init($0.element.0, total: $0.element.total, secondsPerUnit: $0.element.seconds * factor($0.offset))
      }, clock: clock)
  }

  private static let trueTotal = stages.reduce(0) { $0 + Double($1.total) * $1.seconds }

  /// Runs the stages at their true paces; `visit` sees the plan and the true time left after each portion.
  private static func run(_ plan: inout StartPlan, visit: (StartPlan, Double) -> Void) {
    var clock = 0.0
    for (stage, total, seconds) in stages {
      plan.advance(stage, done: 0, total: total, clock: clock)
      for done in stride(from: 10, through: total, by: 10) {
        clock += 10 * seconds
        plan.advance(stage, done: done, total: total, clock: clock)
        visit(plan, trueTotal - clock)
      }
      plan.finish(stage, clock: clock)
    }
  }

  @Test func `Right estimates give the right time from the first moment`() throws {
    var plan = Self.plan()
    #expect(abs(try #require(plan.secondsLeft) - Self.trueTotal) < 1e-9)
    Self.run(&plan) { plan, left in
      #expect(abs((plan.secondsLeft ?? .nan) - left) < 0.3)
    }
    #expect(plan.secondsLeft == 0 && plan.fraction == 1 && plan.current == nil)
  }

  /// A machine that is slower than remembered, by the same factor everywhere.
  @Test(arguments: [0.25, 0.5, 2, 4]) func `A wrong pace is found out within the first step`(factor: Double) {
    var plan = Self.plan { _ in factor }
    Self.run(&plan) { plan, left in
      guard let first = plan.step(.loadingImages), first.done > 400 else { return }
      #expect(abs((plan.secondsLeft ?? .nan) - left) < 0.35 * left + 1)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `The share done never goes back, whatever the estimates`(seed: UInt64) {
    var generator = SeededGenerator(seed: 900 + seed)
    let factors = (0..<5).map { _ in Double.random(in: 0.2...5, using: &generator) }
    var plan = Self.plan { factors[$0] }
    var last = 0.0
    Self.run(&plan) { plan, _ in
      #expect(plan.fraction >= last && plan.fraction <= 1, "seed \(generator.seed)")
      #expect((plan.secondsLeft ?? -1) >= 0)
      last = plan.fraction
    }
    #expect(plan.fraction == 1)
  }

  @Test func `A step that was not foreseen takes its place, one that is not needed leaves`() {
    var plan = Self.plan()
    plan.finish(.loadingImages, clock: 0)
    plan.finish(.floatReference, clock: 0)
    #expect(plan.current?.stage == .loadingCalibrationImages)
    plan.advance(.calibrating(.omse), done: 10, total: 100, clock: 1)
    plan.advance(.calibrating(.omse), done: 20, total: 100, clock: 2)
    #expect(plan.current?.stage == .calibrating(.omse))
    plan.finish(.evaluating, clock: 2)
    plan.finish(.calibrating(.minmax), clock: 2)
    plan.finish(.loadingCalibrationImages, clock: 2)
    #expect(abs((plan.secondsLeft ?? 0) - 80 * 0.05) < 1e-9)
  }

  @Test func `Without estimates no time is told until a pace is known`() {
    var plan = StartPlan(steps: [.init(.loadingImages, total: 10, secondsPerUnit: 0)], clock: 5)
    #expect(plan.secondsLeft == nil && plan.fraction == 0)
    plan.advance(.loadingImages, done: 0, total: 10, clock: 6)
    #expect(plan.secondsLeft == nil)
    plan.advance(.loadingImages, done: 5, total: 10, clock: 8)
    #expect(plan.secondsLeft == 2)
  }
}
