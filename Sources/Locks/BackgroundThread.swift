import Glibc

/// A thread for work that blocks, such as reading files or waiting for workers.
///
/// Not dispatch's: where the system gives no thread, dispatch waits for one without end, in the thread that asked.
package enum BackgroundThread {
  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs `work` on a thread of its own and returns at once; where there is no thread to be had, it runs here and now.
  package static func run(_ work: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(Work(work))
    var thread: pthread_t = 0
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard status == 0 else {
      context.takeRetainedValue().run()
      return
    }
    pthread_detach(thread)
  }

  /// Whether `count` threads can be had at the same time.
  package static func canRun(_ count: Int) -> Bool {
    // Held by this thread until every other has been joined.
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_mutex_lock(mutex)
    defer {
      pthread_mutex_destroy(mutex)
      mutex.deallocate()
    }
    var threads: [pthread_t] = []
    for _ in 0..<count {
      var thread: pthread_t = 0
      let status = pthread_create(
        &thread, nil,
        { mutex in
          guard let mutex = mutex?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
          pthread_mutex_lock(mutex)
          pthread_mutex_unlock(mutex)
          return nil
        }, mutex)
      guard status == 0 else { break }
      threads.append(thread)
    }
    pthread_mutex_unlock(mutex)
    for thread in threads { pthread_join(thread, nil) }
    return threads.count == count
  }
}
