import Models
import Locks
import Synchronization

/// Runs a plan over images on several threads and hands partial results back in the order of the images.
///
/// Images are cut into slots of fixed size; a slot is one worker's from its first image to its last, and slots are merged
/// in order. So no sum depends on how many workers there are.
struct ImageSweep: Sendable {
  /// Images a slot: small enough to keep the workers even, large enough that merging costs nothing.
  static let slotSize = 5

  let images: PixelStore
  let input: InputSpecification
  let threadCount: Int
  let cancellation: CancellationFlag

  /// - Parameters:
  ///   - make: an empty partial result, for one slot.
  ///   - visit: adds an image, given by its pixels; called by one worker at a time for a given partial.
  ///   - merge: takes the partials in slot order, never two at once.
  func run<Partial: Sendable>(
    _ indices: Range<Int>, plan: ExecutionPlan, make: @Sendable () -> Partial,
    visit: @Sendable (Partial, [UInt8], NetworkExecutor) -> Void, merge: @Sendable (Partial, Range<Int>) -> Void
  ) throws(EvaluationError) {
    let slotCount = (indices.count + Self.slotSize - 1) / Self.slotSize
    let next = Atomic<Int>(0)
    let ordered = Guarded(OrderedMerge<(Partial, Range<Int>)>())
    let failure = Guarded<EvaluationError?>(nil)
    WorkerThreads.run(min(threadCount, slotCount)) {
      let executor: NetworkExecutor
      do throws(EvaluationError) {
        executor = try NetworkExecutor(plan: plan, input: input)
      } catch {
        failure.withLock { $0 = error }
        return
      }
      while true {
        let slot = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard slot < slotCount else { return }
        let start = indices.lowerBound + slot * Self.slotSize
        let range = start..<min(start + Self.slotSize, indices.upperBound)
        let partial = make()
        for index in range {
          if cancellation.isCancelled { return }
          do throws(EvaluationError) { visit(partial, try images[index], executor) } catch {
            failure.withLock { $0 = error }
            return
          }
        }
        ordered.withLock { $0.add((partial, range), at: slot) { merge($0.0, $0.1) } }
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
