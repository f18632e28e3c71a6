import Glibc
import Locks

/// Messages from any thread to one loop, with a descriptor that is readable while there are some.
package final class Mailbox<Message: Sendable>: Sendable {
  private let waiting = Guarded<[Message]>([])
  /// What the loop polls.
  package let wakeDescriptor: Int32
  private let writeDescriptor: Int32

  /// An empty mailbox; the process must have two descriptors left.
  package init() {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "no descriptors are left for a pipe")
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    wakeDescriptor = ends[0]
    writeDescriptor = ends[1]
  }

  deinit {
    close(wakeDescriptor)
    close(writeDescriptor)
  }

  /// Adds a message and wakes the loop; never waits.
  package func post(_ message: Message) {
    let wasEmpty = waiting.withLock { messages in
      messages.append(message)
      return messages.count == 1
    }
    // One byte announces all messages until the next drain, so the pipe never fills.
    if wasEmpty { _ = write(writeDescriptor, [1 as UInt8], 1) }
  }

  /// Takes all messages, oldest first.
  package func drain() -> [Message] {
    // The byte goes first: a message posted in between then leaves a byte too many, never one too few.
    var byte: UInt8 = 0
    while read(wakeDescriptor, &byte, 1) == 1 {}
    return waiting.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
