import Glibc

/// Memory that threads share: who wants more than is left waits until others have given theirs back, first come, first
/// served.
package final class ByteGate: @unchecked Sendable {
  // Because everything that changes is only reached while the mutex is held.

  package let capacity: Int
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let change: UnsafeMutablePointer<pthread_cond_t>
  private var left: Int
  private var nextTicket = 0
  private var servedTicket = 0

  package init(capacity: Int) {
    self.capacity = capacity
    left = capacity
    // Freed with this object, after which nobody can wait.
    mutex = .allocate(capacity: 1)
    change = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(mutex)
    change.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` while `byteCount` bytes are this thread's; a thread must not ask again within.
  package func withBytes<Result, Failure: Error>(
    _ byteCount: Int, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(0...capacity ~= byteCount, "nobody gets more than there is")
    pthread_mutex_lock(mutex)
    let ticket = nextTicket
    nextTicket += 1
    while ticket != servedTicket || byteCount > left { pthread_cond_wait(change, mutex) }
    servedTicket += 1
    left -= byteCount
    pthread_cond_broadcast(change)
    pthread_mutex_unlock(mutex)
    defer {
      pthread_mutex_lock(mutex)
      left += byteCount
      pthread_cond_broadcast(change)
      pthread_mutex_unlock(mutex)
    }
    return try body()
  }
}
