import Locks

/// Lets an event through at most every 50 ms, so that progress does not cost what it reports.
final class Throttle: Sendable {
  private static let interval = Duration.milliseconds(50)
  private let last = Guarded<ContinuousClock.Instant?>(nil)

  func isDue() -> Bool {
    last.withLock { last in
      let now = ContinuousClock.now
      if let previous = last, now - previous < Self.interval { return false }
      last = now
      return true
    }
  }
}
