import Synchronization

/// A one-way switch that long work looks at between images.
package final class CancellationFlag: Sendable {
  private let state = Atomic<Bool>(false)

  package init() {}

  package func cancel() { state.store(true, ordering: .relaxed) }

  package var isCancelled: Bool { state.load(ordering: .relaxed) }
}
