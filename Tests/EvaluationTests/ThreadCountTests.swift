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
  func `A limit chooses images and changes no outcome`(limit: Int) throws {
    func outcomes(threadCount: Int, limit: Int?) throws -> [String: ImageOutcome] {
      let session = bench.session(threadCount: threadCount, limit: limit)
      let report = try session.evaluate(bench.fullMethod, cancellation: CancellationFlag())
      let names = try session.images(cancellation: CancellationFlag(), progress: { _, _ in }).names
      return Dictionary(uniqueKeysWithValues: zip(names, report.outcomes))
    }
    let all = try outcomes(threadCount: 1, limit: nil)
    #expect(all.count == 13)
    let alone = try outcomes(threadCount: 1, limit: limit)
    #expect(alone.count == min(limit, 13))
    for (name, outcome) in alone { #expect(outcome == all[name], "\(name)") }
    #expect(try outcomes(threadCount: 4, limit: limit) == alone)
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
