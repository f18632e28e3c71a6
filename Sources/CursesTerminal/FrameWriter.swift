import CNcurses
import Glibc

/// Writes a frame at once: ncurses by itself flushes at every move of the cursor, some hundred times a frame, and a terminal
/// may show what is there in between.
///
/// Nor does ncurses ever write to the terminal itself: it would wait for one that nobody reads, and nothing could end it.
@MainActor
package final class FrameWriter {
  /// Standard output as it was, while a file in memory stands in its place.
  private let output: Int32
  /// The same terminal, on which writing never waits.
  private let terminal: Int32
  private let memory: Int32
  private let signals: Int32?

  /// After how many milliseconds without a byte taken a key that was pressed comes before the frame.
  private static let patience: Int32 = 1_000

  /// Nil where the system has no descriptor left.
  ///
  /// - Parameter signals: a descriptor that is readable once a signal has arrived, which comes before any frame.
  package init?(signals: Int32? = nil) {
    self.signals = signals
    output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    terminal = cwriting_reopen(STDOUT_FILENO)
    memory = cncurses_memory_file()
    guard output >= 0, terminal >= 0, memory >= 0 else {
      close()
      return nil
    }
  }

  package func close() {
    for descriptor in [output, terminal, memory] where descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// What became of a frame; unless it is `whole`, what the terminal shows is unknown.
  package enum Outcome: Hashable, Sendable {
    case whole
    /// The terminal took nothing, and a signal or a key waits.
    case interrupted
    case terminalGone
  }

  /// Gathers what `draw` writes to standard output, and writes it there.
  @discardableResult
  package func gather(_ draw: () -> Void) -> Outcome { deliver(bytes(of: draw)) }

  /// The same for the last that the terminal is told, in a time of 2 seconds; an earlier frame that nobody reads is dropped
  /// in its favour.
  package func gatherLast(_ draw: () -> Void) {
    let bytes = bytes(of: draw)
    cwriting_write_last(terminal, bytes, bytes.count)
  }

  private func bytes(of draw: () -> Void) -> [UInt8] {
    dup2(memory, STDOUT_FILENO)
    draw()
    dup2(output, STDOUT_FILENO)
    var bytes = [UInt8](repeating: 0, count: Int(max(0, lseek(memory, 0, SEEK_CUR))))
    lseek(memory, 0, SEEK_SET)
    let count = max(0, read(memory, &bytes, bytes.count))
    ftruncate(memory, 0)
    lseek(memory, 0, SEEK_SET)
    return Array(bytes[..<count])
  }

  private func deliver(_ bytes: [UInt8]) -> Outcome {
    var position = 0
    var isStalled = false
    var hasRoom = false
    while position < bytes.count {
      let written = bytes.withUnsafeBytes { write(terminal, $0.baseAddress! + position, bytes.count - position) }
      if written > 0 {
        position += written
        isStalled = false
        hasRoom = false
        continue
      }
      // A terminal that is gone is noticed by who reads from it.
      guard written < 0, errno == EAGAIN || errno == EINTR else { return .terminalGone }
      // Room for one byte may be too little for a line break.
      if hasRoom { usleep(1_000) }
      var waits = [pollfd(fd: terminal, events: Int16(POLLOUT), revents: 0)]
      waits.append(pollfd(fd: signals ?? -1, events: Int16(POLLIN), revents: 0))
      if isStalled { waits.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)) }
      let readyCount = poll(&waits, nfds_t(waits.count), isStalled ? -1 : Self.patience)
      if readyCount == 0 { isStalled = true }
      guard readyCount > 0 else { continue }
      if waits[1].revents != 0 || (waits[0].revents == 0 && isStalled) { return .interrupted }
      hasRoom = waits[0].revents != 0
    }
    return .whole
  }
}
