import Models
import Locks
import Synchronization

/// Runs a plan over images on several threads and hands partial results back in the order of the images.
///
/// Images are cut into slots of fixed size; a slot is one worker's from its first image to its last, and slots are merged
/// in order. So no sum depends on how many workers there are. Where images come in batches a slot has images of one batch
/// only, but no worker waits for the end of a batch.
struct ImageSweep: Sendable {
  /// Images a slot: small enough to keep the workers even, large enough that merging costs nothing.
  static let slotSize = 5

  let images: PixelStore
  let input: InputSpecification
  let threadCount: Int
  let cancellation: CancellationFlag

  /// - Parameters:
  ///   - batches: indices of images.
  ///   - make: an empty partial result, for one slot of the batch with this index.
  ///   - visit: adds an image, given by its pixels; called by one worker at a time for a given partial.
  ///   - merge: takes the partials and the indices of their batches in slot order, never two at once.
  func run<Partial: Sendable>(
    _ batches: [[Int]], plan: Plan, make: @Sendable (_ batch: Int) -> Partial,
    visit: @Sendable (Partial, [UInt8], Executor) -> Void,
    merge: @Sendable (Partial, _ batch: Int) -> Void
  ) throws(EvaluationError) {
    let slots = batches.enumerated().flatMap { batch, indices in
      stride(from: 0, to: indices.count, by: Self.slotSize).map { start in
        (batch: batch, indices: indices[start..<min(start + Self.slotSize, indices.count)])
      }
    }
    guard !slots.isEmpty else { return }
    let next = Atomic<Int>(0)
    let ordered = Guarded(OrderedMerge<(Partial, Int)>())
    let failure = Guarded<EvaluationError?>(nil)
    WorkerThreads.run(min(threadCount, slots.count)) {
      let executor: Executor
      do throws(EvaluationError) {
        executor = try Executor(plan: plan, input: input)
      } catch {
        failure.withLock { $0 = error }
        return
      }
      while true {
        let slot = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard slot < slots.count else { return }
        let (batch, indices) = slots[slot]
        let partial = make(batch)
        for index in indices {
          if cancellation.isCancelled { return }
          do throws(EvaluationError) { visit(partial, try images[index], executor) } catch {
            failure.withLock { $0 = error }
            return
          }
        }
        ordered.withLock { $0.add((partial, batch), at: slot) { merge($0.0, $0.1) } }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    if cancellation.isCancelled { throw .cancelled }
  }
}

/// Holds results that came early until those before them are there.
struct OrderedMerge<Element> {
  private var early: [Int: Element] = [:]
  private var nextIndex = 0

  mutating func add(_ element: Element, at index: Int, merge: (Element) -> Void) {
    early[index] = element
    while let element = early.removeValue(forKey: nextIndex) {
      merge(element)
      nextIndex += 1
    }
  }
}
