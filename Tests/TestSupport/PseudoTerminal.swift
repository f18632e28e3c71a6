package import Glibc

/// A terminal without a window: what a program writes to it can be read, and its modes can be looked at.
package final class PseudoTerminal: Sendable {
  package let path: String
  private let controller: Int32
  /// Held open, so that the modes and the output outlive the program that used them.
  private let device: Int32

  package init(columns: UInt16, rows: UInt16) throws {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var isLocked: Int32 = 0
    var number: UInt32 = 0
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard controller >= 0, ioctl(controller, Self.unlock, &isLocked) == 0,
      ioctl(controller, Self.askNumber, &number) == 0, ioctl(controller, UInt(TIOCSWINSZ), &size) == 0
    else { throw Unavailable() }
    path = "/dev/pts/\(number)"
    device = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard device >= 0 else { throw Unavailable() }
  }

  deinit {
    close(device)
    close(controller)
  }

  package struct Unavailable: Error {}

  /// TIOCSPTLCK and TIOCGPTN, which Swift does not import: unlock the device, and ask for its number.
  private static let unlock: UInt = 0x4004_5431
  private static let askNumber: UInt = 0x8004_5430

  /// The line modes that a shell cares about.
  package var modes: [tcflag_t] {
    var modes = termios()
    tcgetattr(device, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_lflag]
  }

  /// What was written so far.
  package func output() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    var state = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    while poll(&state, 1, 100) > 0 {
      let count = read(controller, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Types ahead of the program.
  package func type(_ text: String) {
    // Without line editing and signals, so that control characters arrive as they are before the program starts.
    var modes = termios()
    tcgetattr(device, &modes)
    cfmakeraw(&modes)
    tcsetattr(device, TCSANOW, &modes)
    write(text)
  }

  /// Types while the program has the terminal.
  package func write(_ text: String) { _ = Glibc.write(controller, text, text.utf8.count) }

  /// Makes the terminal at `path` this process's standard input and output.
  package static func use(_ path: String) {
    let device = open(path, O_RDWR | O_NOCTTY)
    dup2(device, STDIN_FILENO)
    dup2(device, STDOUT_FILENO)
  }
}
