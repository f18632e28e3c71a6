package import Evaluation
import Quantization

/// How far each stage before the first evaluation is, with the time it has left.
package struct Preparation: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    package var done: Int
    package var total: Int
    /// The clock when the stage was first heard of.
    package let began: Double
    package var now: Double

    package var isFinished: Bool { done >= total }
    package var fraction: Double { total == 0 ? 0 : Double(done) / Double(total) }

    /// Nil until the pace is known.
    package var secondsLeft: Double? {
      guard done > 0, now > began, !isFinished else { return nil }
      return (now - began) / Double(done) * Double(total - done)
    }
  }

  package private(set) var steps: [ServiceEvent.Stage: Step] = [:]
  /// Stages in the order in which they were heard of.
  private var order: [ServiceEvent.Stage] = []
  package var failure: String?

  package init() {}

  /// The newest stage that has not ended.
  package var stage: ServiceEvent.Stage? { order.last { steps[$0]?.isFinished == false } }

  package var step: Step? { stage.flatMap { steps[$0] } }

  /// How long the last calibration took; nil where none was needed.
  package var calibrationSeconds: Double? {
    order.last { stage in
      guard case .calibrating = stage else { return false }
      return steps[stage]?.isFinished == true
    }.flatMap { steps[$0] }.map { $0.now - $0.began }
  }

  package mutating func advance(_ stage: ServiceEvent.Stage, done: Int, total: Int, clock: Double) {
    // A stage that starts over (a second observer is calibrated) is timed anew.
    let isRestarted = steps[stage].map { done < $0.done } ?? true
    steps[stage] = Step(
      done: done, total: total, began: isRestarted ? clock : steps[stage]!.began, now: clock)
    if !order.contains(stage) { order.append(stage) }
  }

  /// Ends a stage whose result is in; its last progress may never have been told.
  package mutating func finish(_ stage: ServiceEvent.Stage) {
    guard let total = steps[stage]?.total else { return }
    steps[stage]?.done = total
  }
}

extension ServiceEvent.Stage {
  /// What its progress counts. Calibration runs its images several times, so it counts passes.
  package var unit: String {
    switch self {
    case .loadingImages, .loadingCalibrationImages, .floatReference: "images"
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
    }
  }
}
