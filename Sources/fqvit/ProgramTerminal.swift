import Evaluation
import Foundation
import Tensors

/// This program started anew on a terminal without a window, of which the other end is held here.
final class ProgramTerminal {
  private let controller: Int32
  private let process: pid_t

  /// - Parameter environment: what is set beside or instead of this process's own variables.
  init(arguments: [String], environment: [String: String], columns: UInt16, rows: UInt16) throws(Failure) {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var isLocked: Int32 = 0
    var number: UInt32 = 0
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard controller >= 0, ioctl(controller, Self.unlock, &isLocked) == 0,
      ioctl(controller, Self.askNumber, &number) == 0, ioctl(controller, UInt(TIOCSWINSZ), &size) == 0
    else { throw .failed("this system gives no pseudo terminal: \(String(cString: strerror(errno)))") }
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    guard let process = Self.spawn(arguments, environment: variables, terminal: "/dev/pts/\(number)") else {
      throw .failed("the program could not be started on a pseudo terminal")
    }
    self.process = process
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(controller)
  }

  /// TIOCSPTLCK and TIOCGPTN, which Swift does not import: unlock the device, and ask for its number.
  private static let unlock: UInt = 0x4004_5431
  private static let askNumber: UInt = 0x8004_5430

  /// POSIX_SPAWN_SETSID, which Swift does not import.
  private static let newSession: Int16 = 0x80

  private static func spawn(_ arguments: [String], environment: [String: String], terminal: String) -> pid_t? {
    // Initialized before and destroyed after their only uses, in this scope.
    let actions = UnsafeMutablePointer<posix_spawn_file_actions_t>.allocate(capacity: 1)
    let attributes = UnsafeMutablePointer<posix_spawnattr_t>.allocate(capacity: 1)
    posix_spawn_file_actions_init(actions)
    posix_spawnattr_init(attributes)
    defer {
      posix_spawn_file_actions_destroy(actions)
      posix_spawnattr_destroy(attributes)
      actions.deallocate()
      attributes.deallocate()
    }
    // The first terminal that the leader of a new session opens becomes its own.
    posix_spawnattr_setflags(attributes, newSession)
    posix_spawn_file_actions_addopen(actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(actions, 0, 1)
    posix_spawn_file_actions_adddup2(actions, 0, 2)
    let path = "/proc/self/exe"
    let texts = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in texts + variables { free(text) } }
    var process: pid_t = 0
    return posix_spawn(&process, path, actions, attributes, texts, variables) == 0 ? process : nil
  }

  func type(_ text: String) { _ = Descriptor.write(text, to: controller) }

  /// Reads until what has arrived contains `marker`, and then what is there already; nil after `limit`.
  ///
  /// - Returns: when the last of it arrived, and how many bytes came.
  func read(until marker: String, within limit: Duration) -> (time: ContinuousClock.Instant, byteCount: Int)? {
    let wanted = Array(marker.utf8)
    var bytes: [UInt8] = []
    let deadline = ContinuousClock.now + limit
    var time: ContinuousClock.Instant?
    while true {
      let left = time == nil ? max(0, (deadline - .now).seconds) : 0
      guard let chunk = next(milliseconds: Int32(left * 1000)) else { return time.map { ($0, bytes.count) } }
      // A marker may lie across two chunks.
      let start = max(0, bytes.count - wanted.count)
      bytes += chunk
      if time != nil || bytes[start...].firstRange(of: wanted) != nil { time = .now }
      if chunk.isEmpty { return time.map { ($0, bytes.count) } }
    }
  }

  /// Reads and forgets what arrives in some time.
  func skip(for duration: Duration) { _ = read(until: "\u{0}no such text\u{0}", within: duration) }

  /// How often the program's main thread went to sleep so far: once a wake-up.
  var sleepCount: Int? {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/status", encoding: .utf8) else {
      return nil
    }
    return status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") }?
      .split(separator: "\t").last.flatMap { Int($0) }
  }

  /// What has arrived; nil where nothing does in time, empty where the program has ended.
  private func next(milliseconds: Int32) -> ArraySlice<UInt8>? {
    var state = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&state, 1, milliseconds) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    return buffer[..<max(0, Foundation.read(controller, &buffer, buffer.count))]
  }
}
