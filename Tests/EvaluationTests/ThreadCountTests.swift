import Evaluation
import Models
import Quantization
import Testing

/// No result depends on how many threads found it.
@Suite struct ThreadCountTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 13) }

  static let options: [CalibrationOptions] =
    ObserverKind.allCases.flatMap { observer in
      CalibrationOptions.Mode.allCases.map { mode in
        CalibrationOptions(
          observer: observer, mode: mode, batchSize: 6,
          logIntSoftmaxSites: mode == .reference ? [SiteID("blocks.1.attn.softmax")] : [],
          scoredWidths: observer == .omse ? [4, 8] : [8])
      }
    }

  @Test(arguments: options)
  func calibrations(options: CalibrationOptions) throws {
    let alone = try bench.calibrate(options, threadCount: 1)
    for threadCount in [2, 4, 9] {
      #expect(try bench.calibrate(options, threadCount: threadCount) == alone, "\(threadCount) threads")
    }
  }

  @Test func `Logits and outcomes`() throws {
    let calibration = try bench.calibrate()
    for configuration in [.float, .base, bench.fullMethod] {
      let plan = try bench.plan(configuration, calibration)
      let alone = bits(try bench.logits(plan))
      let evaluator = { Evaluator(model: bench.model, images: bench.images, threadCount: $0) }
      let outcomes = try evaluator(1).run(plan, cancellation: CancellationFlag())
      for threadCount in [2, 4, 40] {
        #expect(bits(try bench.logits(plan, threadCount: threadCount)) == alone, "\(threadCount) threads")
        #expect(try evaluator(threadCount).run(plan, cancellation: CancellationFlag()) == outcomes)
      }
    }
  }

  @Test(arguments: [1, 2, 7, 13, 100])
  func `A limit takes the first outcomes and changes none`(limit: Int) throws {
    let all = try bench.session(threadCount: 1).evaluate(bench.fullMethod, cancellation: CancellationFlag())
    #expect(all.outcomes.count == 13)
    for threadCount in [1, 4] {
      let some = try bench.session(threadCount: threadCount, limit: limit)
        .evaluate(bench.fullMethod, cancellation: CancellationFlag())
      #expect(some.outcomes == Array(all.outcomes.prefix(limit)))
      #expect(some.tally.imageCount == min(limit, 13))
    }
  }

  @Test func `Cancelled work throws and yields nothing`() throws {
    let flag = CancellationFlag()
    flag.cancel()
    let plan = try PlanCompiler(model: bench.model).floatPlan()
    let error = #expect(throws: EvaluationError.self) {
      try Evaluator(model: bench.model, images: bench.images, threadCount: 2).run(plan, cancellation: flag)
    }
    #expect(error?.description == "cancelled")
    let calibrator = Calibrator(
      compiler: PlanCompiler(model: bench.model), images: bench.images.pixels, imageListDigest: "",
      options: CalibrationOptions(), threadCount: 2)
    #expect(throws: EvaluationError.self) { try calibrator.calibrate(cancellation: flag, progress: { _, _ in }) }
  }
}
