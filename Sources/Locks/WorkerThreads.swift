import Glibc
package import Synchronization

/// Threads of their own for work that keeps every core busy.
///
/// Not dispatch's, whose pool takes fewer threads when other programs load the machine, just when the user waits longest.
package enum WorkerThreads {
  /// Whether workers step back behind every other thread, so that a key is answered at once while they keep all cores busy.
  ///
  /// A property of the program, not of a run: whoever has a screen sets it once, before the first run. Where the machine has
  /// nothing else to do it costs no time.
  package static let yieldsToOthers = Atomic<Bool>(false)
  /// Half of what there is: a worker then gets about a tenth of a core that somebody else wants.
  private static let niceness: Int32 = 10

  /// Activations live on the heap; a worker's stack holds frames only.
  private static let stackByteCount = 4 << 20

  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs `work` on `count` threads and returns when all are done; the caller's thread only waits.
  ///
  /// On fewer where the system gives no more, which changes no result, only the time it takes.
  package static func run(_ count: Int, _ work: @Sendable () -> Void) {
    // Every thread is joined before this returns, so the closure does not outlive the call.
    withoutActuallyEscaping(work) { work in
      // Initialized before and destroyed after its only uses, in this scope.
      let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
      pthread_attr_init(attributes)
      pthread_attr_setstacksize(attributes, stackByteCount)
      defer {
        pthread_attr_destroy(attributes)
        attributes.deallocate()
      }
      let work = Work(work)
      var threads: [pthread_t] = []
      for _ in 0..<count {
        var thread: pthread_t = 0
        // Unretained, because `work` lives until the joins below.
        let context = Unmanaged.passUnretained(work).toOpaque()
        let status = pthread_create(
          &thread, attributes,
          { context in
            guard let context else { return nil }
            // In Linux niceness is a thread's own, and 0 is the calling thread.
            if WorkerThreads.yieldsToOthers.load(ordering: .relaxed) {
              setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, WorkerThreads.niceness)
            }
            Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().run()
            return nil
          }, context)
        if status == 0 { threads.append(thread) }
      }
      // Where the system gives no thread at all, the work still gets done.
      if threads.isEmpty { work.run() }
      withExtendedLifetime(work) { for thread in threads { pthread_join(thread, nil) } }
    }
  }
}
