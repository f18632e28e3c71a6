import Glibc

/// Sleeps until one of some descriptors has something to read, without waking up in between.
package struct InputWaiter: Sendable {
  package let descriptors: [Int32]

  package init(descriptors: [Int32]) { self.descriptors = descriptors }

  /// Returns the descriptors that can be read or were hung up; none after `timeout`, which nil makes endless.
  ///
  /// Signals do not end the wait: those that matter arrive on a descriptor. Drain `Screen.nextKey` before, since keys that
  /// were already read from the terminal do not show on its descriptor.
  package func wait(timeout: Duration? = nil) -> [Int32] {
    var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let clock = ContinuousClock()
    let deadline = timeout.map { clock.now.advanced(by: $0) }
    while true {
      let left = deadline.map { Self.milliseconds(clock.now.duration(to: $0)) } ?? -1
      let count = poll(&polls, nfds_t(polls.count), left)
      if count < 0, errno == EINTR { continue }
      return count <= 0 ? [] : polls.filter { $0.revents != 0 }.map(\.fd)
    }
  }

  /// Rounded up, so that the wait is never shorter than asked for.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    guard duration > .zero else { return 0 }
    let whole = (duration / .milliseconds(1)).rounded(.up)
    return whole < Double(Int32.max) ? Int32(whole) : Int32.max
  }
}
