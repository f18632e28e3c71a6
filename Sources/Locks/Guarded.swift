import Glibc

/// A value that threads share, reached by one of them at a time.
///
/// As `Synchronization.Mutex`, but on a POSIX mutex: ThreadSanitizer sees through that one, where on Linux it reports
/// every value behind the other as a race, and so could not find real ones.
package final class Guarded<Value>: @unchecked Sendable {
  // Because `value` is only reached between lock and unlock, and does not leave but by the caller's doing.

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var value: Value

  package init(_ value: sending Value) {
    self.value = value
    // Freed with this object, after which nobody can hold the lock.
    mutex = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  package func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
