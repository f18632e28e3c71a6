import CNcurses
import Glibc

/// Writes a frame at once: ncurses by itself flushes at every move of the cursor, some hundred times a frame, and a terminal
/// may show what is there in between.
@MainActor
package final class FrameWriter {
  /// Standard output as it was, while a file in memory stands in its place.
  private let terminal: Int32
  private let memory: Int32

  /// Nil where the system has no room for a file in memory.
  package init?() {
    terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    memory = cncurses_memory_file()
    guard terminal >= 0, memory >= 0 else {
      close()
      return nil
    }
  }

  package func close() {
    for descriptor in [terminal, memory] where descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Gathers what `draw` writes to standard output, and writes it there.
  package func gather(_ draw: () -> Void) {
    dup2(memory, STDOUT_FILENO)
    draw()
    dup2(terminal, STDOUT_FILENO)
    var bytes = [UInt8](repeating: 0, count: Int(max(0, lseek(memory, 0, SEEK_CUR))))
    lseek(memory, 0, SEEK_SET)
    let count = max(0, read(memory, &bytes, bytes.count))
    ftruncate(memory, 0)
    lseek(memory, 0, SEEK_SET)
    var position = 0
    while position < count {
      let written = bytes.withUnsafeBytes { write(terminal, $0.baseAddress! + position, count - position) }
      if written > 0 {
        position += written
      } else if errno != EINTR {
        // A terminal that is gone is noticed by who reads from it.
        return
      }
    }
  }
}
