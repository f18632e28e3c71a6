import Graphs
import Models
package import Quantization

/// What stands before a configuration's figure.
extension EvaluationSession {
  /// A decoded ImageNet photograph for each thread, where no earlier session measured it.
  private static let guessedDecodingSeconds = 0.012
  /// A pass of calibration over a pass of the float model.
  private static let calibratingFactor = 1.6
  /// An image in integers over one in float.
  private static let evaluatingFactor = 0.6

  /// The steps that are still to be done for `configuration`, with what they are expected to take.
  ///
  /// Lists folders but decodes nothing. Empty where the figure is there at once.
  ///
  /// - Parameter evaluated: how many images make the figure; nil stands for all of them.
  package func stepsToFigure(
    of configuration: QuantizationConfiguration, evaluated: Int? = Evaluator.firstFigureImageCount
  ) throws(EvaluationError) -> [StartPlan.Step] {
    let needs = try needs(of: configuration)
    guard !needs.isEmpty else { return [] }
    let paces = paces()
    let float: Double
    if let known = paces[.float] { float = known } else { float = try measuredFloatSeconds() }
    let decoding = paces[.decoding] ?? Self.guessedDecodingSeconds / Double(source.threadCount)
    let calibrating = paces[.calibrating] ?? float * Self.calibratingFactor
    return needs.map { need in
      switch need.stage {
      case .loadingImages, .loadingCalibrationImages:
        StartPlan.Step(need.stage, total: need.total, secondsPerUnit: decoding)
      case .floatReference: StartPlan.Step(need.stage, total: need.total, secondsPerUnit: float)
      case .calibrating: StartPlan.Step(need.stage, total: need.total, secondsPerUnit: calibrating)
      case .evaluating:
        StartPlan.Step(
          need.stage, total: min(evaluated ?? need.total, need.total), secondsPerUnit: float * Self.evaluatingFactor)
      }
    }
  }

  /// What is still to be done, in the order in which it is done, with the units of each.
  private func needs(
    of configuration: QuantizationConfiguration
  ) throws(EvaluationError) -> [(stage: ServiceEvent.Stage, total: Int)] {
    guard try keptReport(of: configuration) == nil else { return [] }
    let flag = CancellationFlag()
    var needs: [(stage: ServiceEvent.Stage, total: Int)] = []
    func add(_ stage: ServiceEvent.Stage, _ total: Int) { if total > 0 { needs.append((stage, total)) } }
    let imageCount = try evaluationSet.count(cancellation: flag)
    add(.loadingImages, try evaluationSet.unknownCount(cancellation: flag))
    if try keptFloatReference() == nil { add(.floatReference, imageCount) }
    if try storedCalibration(for: configuration) == nil {
      let count = try calibrationSet.count(cancellation: flag)
      add(.loadingCalibrationImages, try calibrationSet.unknownCount(cancellation: flag))
      add(.calibrating(configuration.observer), Calibrator.passCount(imageCount: count, mode: source.mode))
    }
    add(.evaluating, imageCount)
    return needs
  }

  /// One image in float on one thread, shared out: a first estimate for a machine and model that nobody has timed.
  private func measuredFloatSeconds() throws(EvaluationError) -> Double {
    let executor = try Executor(plan: try compiler.floatPlan(), input: model.input)
    let pixels = [UInt8](repeating: 128, count: 3 * model.input.size * model.input.size)
    // The first run also makes what the kernels keep.
    _ = executor.run(pixels)
    let start = ContinuousClock.now
    _ = executor.run(pixels)
    return (ContinuousClock.now - start).seconds / Double(source.threadCount)
  }
}
