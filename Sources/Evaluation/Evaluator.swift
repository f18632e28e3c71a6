package import Kernels
package import Models
import Locks
import Synchronization

/// Runs a plan over labelled images, on several threads, always in the same order.
package struct Evaluator: Sendable {
  package let model: Model
  package let images: ImageSet
  package let threadCount: Int
  /// Nil: every run begins at the images.
  package let prefixes: PrefixStore?

  package init(model: Model, images: ImageSet, threadCount: Int, prefixes: PrefixStore? = nil) {
    self.model = model
    self.images = images
    self.threadCount = threadCount
    self.prefixes = prefixes
  }

  /// Images after which a first figure says something.
  static let firstFigureImageCount = 50

  private struct Progress {
    var outcomes: [ImageOutcome?]
    /// Images from the first on that are all done.
    var prefixCount = 0
    var hasFirstFigure = false

    /// Once: as soon as enough images are done for a first figure, however short ago another event was.
    mutating func isFirstFigure() -> Bool {
      guard !hasFirstFigure, prefixCount >= Evaluator.firstFigureImageCount else { return false }
      hasFirstFigure = true
      return true
    }

    mutating func finish(_ index: Int, _ outcome: ImageOutcome) -> Int {
      outcomes[index] = outcome
      while prefixCount < outcomes.count, outcomes[prefixCount] != nil { prefixCount += 1 }
      return prefixCount
    }
  }

  /// Blocks until done; call it off the main thread.
  ///
  /// - Parameters:
  ///   - reference: the float model's logits, which each image's are compared with; nil for the float model itself.
  ///   - onPrefix: the outcomes of the images done so far, without gaps from the first; from any worker, never two at
  ///     once, and not for every image.
  ///   - onLogits: the logits of each image, from any worker; the buffer is valid within the call.
  ///   - onTimes: what each worker's time went to in integer kernels, when it ends.
  /// - Returns: the outcomes in the images' order.
  /// - Throws: `cancelled` within one image's time after the flag is set.
  package func run(
    _ plan: Plan, reference: LogitTable? = nil, cancellation: CancellationFlag,
    onPrefix: @Sendable ([ImageOutcome]) -> Void = { _ in },
    onLogits: (@Sendable (Int, UnsafeBufferPointer<Float>) -> Void)? = nil,
    onTimes: (@Sendable ([KernelKind: UInt64]) -> Void)? = nil
  ) throws(EvaluationError) -> [ImageOutcome] {
    let count = images.count
    let next = Atomic<Int>(0)
    let progress = Guarded(Progress(outcomes: [ImageOutcome?](repeating: nil, count: count)))
    let throttle = Throttle()
    let failure = Guarded<EvaluationError?>(nil)
    let cuts = plan.cuts
    let slabs =
      prefixes?.slabs(for: cuts.map { ($0.key, $0.bytes.count, $0.residual != nil) })
      ?? [PrefixSlab?](repeating: nil, count: cuts.count)
    WorkerThreads.run(min(threadCount, count)) {
      let clock = onTimes == nil ? nil : KernelClock()
      defer { if let clock { onTimes?(clock.nanoseconds) } }
      let executor: Executor
      do throws(EvaluationError) {
        executor = try Executor(plan: plan, input: model.input, clock: clock)
      } catch {
        failure.withLock { $0 = error }
        return
      }
      while !cancellation.isCancelled {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let logits: UnsafeBufferPointer<Float>
        do throws(EvaluationError) { 
          logits = try executor.run(index, slabs: slabs) { () throws(EvaluationError) in try images.pixels[index] }
        } catch {
          failure.withLock { $0 = error }
          return
        }
        onLogits?(index, logits)
        let outcome = ImageOutcome(
          logits: logits, label: images.labels?[index], reference: reference?[index])
        progress.withLock { progress in
          let done = progress.finish(index, outcome)
          if done > 0, done < count, progress.isFirstFigure() || throttle.isDue() {
            onPrefix(progress.outcomes[0..<done].compactMap(\.self))
          }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    if cancellation.isCancelled { throw .cancelled }
    return progress.withLock { $0.outcomes.compactMap(\.self) }
  }
}
