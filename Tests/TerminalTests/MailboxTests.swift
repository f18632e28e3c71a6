import Foundation
import Terminal
import Testing

struct MailboxTests {
  @Test func messagesFromThreadsWakeTheLoop() {
    let mailbox = Mailbox<Int>()
    let waiter = InputWaiter(descriptors: [mailbox.wakeDescriptor])
    for thread in 0..<4 {
      Thread.detachNewThread {
        for index in 0..<500 { mailbox.post(thread * 1_000 + index) }
      }
    }
    var received: [Int] = []
    while received.count < 2_000 {
      guard !waiter.wait(timeout: .seconds(20)).isEmpty else { break }
      received += mailbox.drain()
    }
    #expect(received.count == 2_000)
    for thread in 0..<4 {
      let own = received.filter { $0 / 1_000 == thread }
      #expect(own == own.sorted())
    }
  }

  @Test func anEmptyMailboxSleeps() {
    let mailbox = Mailbox<String>()
    let waiter = InputWaiter(descriptors: [mailbox.wakeDescriptor])
    #expect(waiter.wait(timeout: .milliseconds(5)) == [])
    mailbox.post("a")
    mailbox.post("b")
    #expect(waiter.wait() == [mailbox.wakeDescriptor])
    #expect(mailbox.drain() == ["a", "b"])
    #expect(waiter.wait(timeout: .zero) == [])
    #expect(mailbox.drain() == [])
  }
}
