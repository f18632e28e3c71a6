package import Evaluation
import Quantization

/// How far everything before the next figure is, with the time it has left.
package struct Preparation: Hashable, Sendable {
  private var plan: StartPlan?
  /// What is done once for all figures, and is: a plan that was made before that still has it.
  private var ended: Set<ServiceEvent.Stage> = []
  /// How long the last calibration took; nil where none was needed.
  package private(set) var calibrationSeconds: Double?
  package var failure: String?

  package init() {}

  /// The step that is being done; nil where nothing is waited for.
  package var step: StartPlan.Step? { plan?.current }

  package var stage: ServiceEvent.Stage? { step?.stage }

  /// Of all steps together, from 0 to 1; it never goes back.
  package var fraction: Double { plan?.fraction ?? 0 }

  /// Until the last step ends; nil while nothing tells it.
  package var secondsLeft: Double? { plan?.secondsLeft }

  package mutating func begin(_ steps: [StartPlan.Step], clock: Double) {
    plan = StartPlan(steps: steps.filter { !ended.contains($0.stage) }, clock: clock)
  }

  package mutating func advance(_ stage: ServiceEvent.Stage, done: Int, total: Int, clock: Double) {
    var advanced = plan ?? StartPlan(steps: [], clock: clock)
    advanced.advance(stage, done: done, total: total, clock: clock)
    plan = advanced
    if done >= total { noteCalibration(stage) }
  }

  /// Ends a stage whose result is in; its last progress may never have been told.
  package mutating func finish(_ stage: ServiceEvent.Stage, clock: Double) {
    plan?.finish(stage, clock: clock)
    if stage.isDoneOnce { ended.insert(stage) }
    noteCalibration(stage)
  }

  private mutating func noteCalibration(_ stage: ServiceEvent.Stage) {
    if case .calibrating = stage, let spent = plan?.step(stage)?.spent, spent > 0 { calibrationSeconds = spent }
  }
}

extension ServiceEvent.Stage {
  /// Whether its result serves every later figure.
  fileprivate var isDoneOnce: Bool {
    switch self {
    case .loadingImages, .floatReference: true
    case .loadingCalibrationImages, .calibrating, .evaluating: false
    }
  }

  /// What its progress counts. Calibration runs its images several times, so it counts passes.
  package var unit: String {
    switch self {
    case .loadingImages, .loadingCalibrationImages, .floatReference, .evaluating: "images"
    case .calibrating: "image passes"
    }
  }

  /// What is being done, as shown.
  package var title: String {
    switch self {
    case .loadingImages: "loading images"
    case .loadingCalibrationImages: "loading calibration images"
    case .floatReference: "float model"
    case .calibrating(let observer): "calibrating \(observer.rawValue)"
    case .evaluating: "evaluating"
    }
  }
}
