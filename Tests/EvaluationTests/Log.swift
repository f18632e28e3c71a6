import Locks

/// What callbacks from several threads said, in their order.
final class Log<Entry: Sendable>: Sendable {
  private let kept = Guarded<[Entry]>([])

  func append(_ entry: Entry) { kept.withLock { $0.append(entry) } }

  var entries: [Entry] { kept.withLock { $0 } }
}
