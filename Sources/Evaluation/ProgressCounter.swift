import Synchronization

/// Counts images from any worker and reports the sum.
final class ProgressCounter: Sendable {
  private let total: Int
  private let done = Atomic<Int>(0)
  private let report: @Sendable (Int, Int) -> Void

  init(total: Int, report: @escaping @Sendable (Int, Int) -> Void) {
    self.total = total
    self.report = report
  }

  func advance() { report(done.wrappingAdd(1, ordering: .relaxed).newValue, total) }
}
