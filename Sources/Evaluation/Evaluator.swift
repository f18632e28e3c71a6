import Foundation
import Locks
package import Models
import Synchronization

/// Runs a plan over labelled images, on several threads, always in the same order.
package struct Evaluator: Sendable {
  package let model: Model
  package let images: ImageSet
  package let threadCount: Int

  package init(model: Model, images: ImageSet, threadCount: Int) {
    self.model = model
    self.images = images
    self.threadCount = threadCount
  }

  private struct Progress {
    var outcomes: [ImageOutcome?]
    /// Images from the first on that are all done.
    var prefixCount = 0

    mutating func finish(_ index: Int, _ outcome: ImageOutcome) -> Int {
      outcomes[index] = outcome
      while prefixCount < outcomes.count, outcomes[prefixCount] != nil { prefixCount += 1 }
      return prefixCount
    }
  }

  /// Blocks until done; call it off the main thread.
  ///
  /// - Parameters:
  ///   - onPrefix: the outcomes of the images done so far, without gaps from the first; from any worker, never two at
  ///     once, and not for every image.
  ///   - onLogits: the logits of each image, from any worker; the buffer is valid within the call.
  /// - Returns: the outcomes in the images' order.
  /// - Throws: `cancelled` within one image's time after the flag is set.
  package func run(
    _ plan: ExecutionPlan, cancellation: CancellationFlag,
    onPrefix: @Sendable ([ImageOutcome]) -> Void = { _ in },
    onLogits: (@Sendable (Int, UnsafeBufferPointer<Float>) -> Void)? = nil
  ) throws(EvaluationError) -> [ImageOutcome] {
    let count = images.count
    let next = Atomic<Int>(0)
    let progress = Guarded(Progress(outcomes: [ImageOutcome?](repeating: nil, count: count)))
    let throttle = Throttle()
    let failure = Guarded<EvaluationError?>(nil)
    WorkerThreads.run(min(threadCount, count)) {
      let executor: NetworkExecutor
      do throws(EvaluationError) {
        executor = try NetworkExecutor(plan: plan, input: model.input)
      } catch {
        failure.withLock { $0 = error }
        return
      }
      while !cancellation.isCancelled {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let logits: UnsafeBufferPointer<Float>
        do throws(EvaluationError) { logits = executor.run(try images.pixels[index]) } catch {
          failure.withLock { $0 = error }
          return
        }
        onLogits?(index, logits)
        let outcome = ImageOutcome(logits: logits, label: images.labels[index])
        progress.withLock { progress in
          let done = progress.finish(index, outcome)
          if done > 0, done < count, throttle.isDue() { onPrefix(progress.outcomes[0..<done].compactMap(\.self)) }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    if cancellation.isCancelled { throw .cancelled }
    return progress.withLock { $0.outcomes.compactMap(\.self) }
  }
}

extension ImageOutcome {
  /// - Parameter label: the true class.
  package init(logits: UnsafeBufferPointer<Float>, label: Int) {
    var predicted = 0
    for (index, value) in logits.enumerated() where value > logits[predicted] { predicted = index }
    let largest = logits[predicted]
    var sum = 0.0
    var rank = 0
    let own = logits[label]
    for (index, value) in logits.enumerated() {
      sum += exp(Double(value - largest))
      if value > own || (value == own && index < label) { rank += 1 }
    }
    self.init(predicted: predicted, probability: Float(1 / sum), labelRank: rank)
  }
}
