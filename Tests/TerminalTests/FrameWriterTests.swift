import CursesTerminal
import Glibc
import Testing

/// Frames arrive whole.
@Suite struct FrameWriterTests {
  @Test func whatIsDrawnArrivesInOneWrite() async {
    // In a process of its own, whose standard output may be replaced. A socket of packets gives a write a read.
    await #expect(processExitsWith: .exitCode(0)) {
      await MainActor.run {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0, dup2(ends[1], STDOUT_FILENO) >= 0, let writer = FrameWriter() else { exit(1) }
        func packet() -> String {
          var buffer = [UInt8](repeating: 0, count: 65_536)
          return String(decoding: buffer[..<max(0, read(ends[0], &buffer, buffer.count))], as: UTF8.self)
        }
        for frame in ["first", "second"] {
          writer.gather {
            for part in [frame, " in ", "parts"] { _ = write(STDOUT_FILENO, part, part.utf8.count) }
          }
          guard packet() == frame + " in parts" else { exit(2) }
        }
        // Standard output is as it was.
        _ = write(STDOUT_FILENO, "plain", 5)
        exit(packet() == "plain" ? 0 : 3)
      }
    }
  }
}
