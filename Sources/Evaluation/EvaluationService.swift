import Locks
import Graphs
import Models
package import Quantization

/// Answers configurations with figures: one evaluation at a time, the newest replacing the one that runs.
///
/// The actor owns the tasks and never computes; the work runs on threads of its own and looks at its cancellation flag
/// between images. Requests are taken in the order in which they were sent.
package actor EvaluationService {
  package enum Request: Sendable {
    case evaluate(QuantizationConfiguration, run: Int)
    case cancel
  }

  private let session: EvaluationSession
  private let requests: AsyncStream<Request>
  /// Everything the service has to say, in order.
  package nonisolated let events: AsyncStream<ServiceEvent>
  private nonisolated let inbox: AsyncStream<Request>.Continuation
  private nonisolated let outbox: AsyncStream<ServiceEvent>.Continuation

  /// Counts how often what was told had to be taken back: what was begun before tells nothing any more.
  private var generation = 0
  private var evaluation: Job?
  private var calibration: (options: CalibrationOptions, job: Task<EvaluationError?, Never>, flag: CancellationFlag)?
  private var preparation: Task<FloatReference?, Never>?
  /// Reads the image files that were recognised by their times alone; figures are computed after it.
  private var verification: Task<Bool, Never>?

  private struct Job {
    let task: Task<Void, Never>
    let flag: CancellationFlag
  }

  package init(session: EvaluationSession) {
    self.session = session
    (requests, inbox) = AsyncStream.makeStream(of: Request.self)
    (events, outbox) = AsyncStream.makeStream(of: ServiceEvent.self)
  }

  /// Sends a request; returns at once, from any thread.
  package nonisolated func send(_ request: Request) { inbox.yield(request) }

  /// Prepares the session and serves requests until the task that runs it is cancelled.
  package func serve() async {
    let session = session
    let outbox = outbox
    // These need neither images nor the float model, so they are there at once.
    Task {
      let result = await Self.offload { () throws(EvaluationError) in session.weightErrors() }
      if case .success(let errors) = result { outbox.yield(.weightErrors(errors)) }
    }
    prepare()
    for await request in requests {
      switch request {
      case .cancel: stopEvaluation()
      case .evaluate(let configuration, let run): start(configuration, run: run)
      }
    }
  }

  /// Begins with the images and the float model; what earlier sessions left is told before any file is read.
  private func prepare() {
    let session = session
    let outbox = outbox
    let generation = generation
    let images = Task { await Self.loadImages(session, outbox) }
    let verification = Task { [weak self] in
      guard await images.value, let self else { return false }
      return await verify()
    }
    self.verification = verification
    preparation = Task {
      guard await images.value else { return nil }
      return await reference(of: generation, after: verification)
    }
  }

  private func stopEvaluation() {
    evaluation?.flag.cancel()
    evaluation = nil
  }

  private func start(_ configuration: QuantizationConfiguration, run: Int) {
    stopEvaluation()
    let flag = CancellationFlag()
    let task = Task { await evaluate(configuration, run: run, flag: flag) }
    evaluation = Job(task: task, flag: flag)
  }

  private func evaluate(_ configuration: QuantizationConfiguration, run: Int, flag: CancellationFlag) async {
    await announcePlan(for: configuration)
    await announceStoredCalibration(for: configuration, flag: flag)
    guard await preparation?.value != nil, !flag.isCancelled else { return }
    if let kept = await keptReport(of: configuration) {
      if !flag.isCancelled { outbox.yield(.finished(run: run, kept)) }
      return
    }
    guard await verification?.value == true, !flag.isCancelled else { return }
    if let failure = await calibrate(for: configuration) {
      if !flag.isCancelled { outbox.yield(.failed(run: run, message: failure.description)) }
      return
    }
    guard !flag.isCancelled else { return }
    let session = session
    let outbox = outbox
    let result = await Self.offload { () throws(EvaluationError) in
      try session.evaluate(configuration, cancellation: flag) { tally, imagesPerSecond in
        outbox.yield(.tally(run: run, tally, imagesPerSecond: imagesPerSecond))
      }
    }
    announceRemarks()
    switch result {
    case .success(let report): outbox.yield(.finished(run: run, report))
    case .failure(.cancelled): break
    case .failure(let error): outbox.yield(.failed(run: run, message: error.description))
    }
  }

  private func keptReport(of configuration: QuantizationConfiguration) async -> EvaluationReport? {
    let session = session
    let result = await Self.offload { () throws(EvaluationError) in try session.keptReport(of: configuration) }
    announceRemarks()
    return (try? result.get()) ?? nil
  }

  /// Tells what stands before the figure, where that is more than the figure itself.
  private func announcePlan(for configuration: QuantizationConfiguration) async {
    let session = session
    let result = await Self.offload { () throws(EvaluationError) in try session.stepsToFigure(of: configuration) }
    // A failure shows again, and is told, when the step itself is done.
    guard case .success(let steps) = result, steps.count > 1 else { return }
    outbox.yield(.planned(steps))
  }

  private nonisolated func announceRemarks() {
    for remark in session.takeCacheRemarks() { outbox.yield(.remark(remark)) }
  }

  /// Gives the views an earlier session's calibration while the float model still runs.
  private func announceStoredCalibration(
    for configuration: QuantizationConfiguration, flag: CancellationFlag
  ) async {
    let options = session.source.calibrationOptions(for: configuration, graph: session.model.graph)
    guard calibration?.options != options else { return }
    let session = session
    let result = await Self.offload { () throws(EvaluationError) in try session.storedCalibration(for: configuration) }
    // A failure shows again, and is told, when the calibration itself is asked for.
    guard case .success(let stored?) = result, !flag.isCancelled, calibration?.options != options else { return }
    calibration?.flag.cancel()
    calibration = (options, Task { nil }, CancellationFlag())
    outbox.yield(.calibrated(stored))
  }

  /// Makes sure that the calibration is there; one that already runs for the same options goes on.
  ///
  /// - Returns: why it could not be had; nil where it is there.
  private func calibrate(for configuration: QuantizationConfiguration) async -> EvaluationError? {
    let options = session.source.calibrationOptions(for: configuration, graph: session.model.graph)
    if let calibration, calibration.options == options { return await calibration.job.value }
    calibration?.flag.cancel()
    let flag = CancellationFlag()
    let job = Task { await calibrate(for: configuration, flag: flag) }
    calibration = (options, job, flag)
    let failure = await job.value
    // A failure is not kept: the next request tries again, and says again why it cannot be.
    if failure != nil, calibration?.job == job { calibration = nil }
    return failure
  }

  /// - Returns: whether there are images.
  private static func loadImages(
    _ session: EvaluationSession, _ outbox: AsyncStream<ServiceEvent>.Continuation
  ) async -> Bool {
    let result = await offload { () throws(EvaluationError) in
      try session.images(cancellation: CancellationFlag()) {
        outbox.yield(.progress(.loadingImages, done: $0, total: $1))
      }
    }
    switch result {
    case .success(let images):
      outbox.yield(.imagesLoaded(ImageSetSummary(images, heldOutCount: session.source.heldOutCount)))
      return true
    case .failure(let error):
      outbox.yield(.failed(run: nil, message: error.description))
      return false
    }
  }

  /// What the float model says: kept, or computed once the image files are known to be what they were taken for.
  private func reference(of generation: Int, after verification: Task<Bool, Never>) async -> FloatReference? {
    let session = session
    let outbox = outbox
    if case .success(let kept?) = await Self.offload(session.keptFloatReference) {
      guard generation == self.generation else { return nil }
      announce(kept)
      return kept
    }
    guard await verification.value else { return nil }
    let result = await Self.offload { () throws(EvaluationError) in
      try session.floatReference(cancellation: CancellationFlag()) {
        outbox.yield(.progress(.floatReference, done: $0, total: $1))
      }
    }
    guard generation == self.generation else { return nil }
    switch result {
    case .success(let reference):
      announce(reference)
      return reference
    case .failure(let error):
      outbox.yield(.failed(run: nil, message: error.description))
      return nil
    }
  }

  /// Tells what the float model says, and first what has to be said beside the figures that follow.
  private func announce(_ reference: FloatReference) {
    if let images = session.evaluationSet.set {
      outbox.yield(.figureRemarks(session.remarks(images: images, float: reference)))
    }
    outbox.yield(.floatFinished(reference))
  }

  /// Holds the image files against what they were taken for; where one is another, or cannot be read any more, everything told
  /// is withdrawn and begun anew.
  ///
  /// - Returns: whether what was begun before goes on.
  private func verify() async -> Bool {
    let session = session
    let result = await Self.offload { () throws(EvaluationError) in
      try session.verifyImages(cancellation: CancellationFlag())
    }
    let reason: String
    switch result {
    case .success(true):
      Task { await Self.offload { () throws(EvaluationError) in session.warmImages(cancellation: CancellationFlag()) } }
      return true
    case .success(false): reason = "image files changed while keeping their size and times; figures are computed anew"
    case .failure(let error): reason = "the image files cannot be checked, so kept figures are not shown: \(error)"
    }
    generation += 1
    stopEvaluation()
    calibration?.flag.cancel()
    calibration = nil
    outbox.yield(.withdrawn(reason: reason))
    prepare()
    return false
  }

  private func calibrate(
    for configuration: QuantizationConfiguration, flag: CancellationFlag
  ) async -> EvaluationError? {
    let session = session
    let outbox = outbox
    let throttle = Throttle()
    let result = await Self.offload { () throws(EvaluationError) in
      if let stored = try session.storedCalibration(for: configuration) { return stored }
      _ = try session.calibrationImages(cancellation: flag) {
        outbox.yield(.progress(.loadingCalibrationImages, done: $0, total: $1))
      }
      return try session.calibration(for: configuration, cancellation: flag) { done, total in
        guard done == total || throttle.isDue() else { return }
        outbox.yield(.progress(.calibrating(configuration.observer), done: done, total: total))
      }
    }
    switch result {
    case .success(let calibration):
      guard !flag.isCancelled else { return .cancelled }
      outbox.yield(.calibrated(calibration))
      return nil
    case .failure(let error):
      return error
    }
  }

  /// Runs blocking work on a thread of its own, so that no task's thread is held.
  private static func offload<Value: Sendable>(
    _ work: @escaping @Sendable () throws(EvaluationError) -> Value
  ) async -> Result<Value, EvaluationError> {
    // By way of a mutex: ThreadSanitizer does not see that what a continuation hands over was written before.
    let outcome = Guarded<Result<Value, EvaluationError>?>(nil)
    await withCheckedContinuation { continuation in
      BackgroundThread.run {
        let result = Result(catching: work)
        outcome.withLock { $0 = result }
        continuation.resume()
      }
    }
    guard let result = outcome.withLock({ $0 }) else { preconditionFailure("resumed before the work was done") }
    return result
  }
}
