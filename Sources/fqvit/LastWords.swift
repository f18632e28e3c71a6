import Glibc

/// What the program says where memory gives out in the midst of work.
///
/// Swift's allocations end the program where there is none left; files, images and C libraries report it as an error long
/// before in most cases. This is for the rest: one line, exit code 1.
enum LastWords {
  private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS]
  /// What these signals did before, by their place in `signals`; written once, before there is any other thread.
  nonisolated(unsafe) private static let earlierActions = UnsafeMutablePointer<sigaction>.allocate(
    capacity: signals.count)

  /// Call it once, first of all: whoever takes these signals later hands them on.
  static func prepare() {
    for (index, number) in signals.enumerated() {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { LastWords.speak(number: $0) }
      action.sa_flags = SA_ONSTACK
      sigaction(number, &action, earlierActions + index)
    }
  }

  /// In a signal's handler, where only what is safe there may be called.
  private static func speak(number: Int32) {
    // The thread that stumbles is the one whose allocation failed just before.
    if errno == ENOMEM {
      let line: StaticString = """
        fqvit: out of memory; free some, raise the limit (ulimit -v), or take fewer threads (--threads)

        """
      _ = write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
      _exit(1)
    }
    // A fault of the program: whatever was to be done before, such as Swift's trace, is done when this returns.
    for index in 0..<signals.count where signals[index] == number { sigaction(number, earlierActions + index, nil) }
    raise(number)
  }
}
