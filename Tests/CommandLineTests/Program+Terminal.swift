import Foundation

extension Program {
  enum End: Hashable {
    case exitCode(Int32)
    case signal(Int32)
  }

  /// Starts `fqvit` on a terminal of its own and does not wait for it.
  static func start(
    _ arguments: [String], in folder: String, terminal: String, environment: [String: String]
  ) throws -> pid_t {
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
    posix_spawn_file_actions_addopen(actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(actions, 0, 1)
    posix_spawn_file_actions_adddup2(actions, 0, 2)
    var (noSignals, allSignals) = (sigset_t(), sigset_t())
    sigemptyset(&noSignals)
    sigfillset(&allSignals)
    posix_spawnattr_setsigmask(attributes, &noSignals)
    posix_spawnattr_setsigdefault(attributes, &allSignals)
    // POSIX_SPAWN_SETSID, which Swift does not import.
    let newSession: Int16 = 0x80
    posix_spawnattr_setflags(attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | newSession)
    var variables = ProcessInfo.processInfo.environment
    for name in ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "NO_COLOR", "COLORTERM"] { variables[name] = nil }
    variables.merge(["HOME": folder, "LC_ALL": "C.UTF-8"]) { $1 }
    variables.merge(environment) { $1 }
    let texts = (["/usr/bin/env", "--chdir", folder, path] + arguments).map { strdup($0) } + [nil]
    let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in texts + settings { free(text) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, "/usr/bin/env", actions, attributes, texts, settings)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
    return process
  }

  /// How a program ended; nil, and the program killed, where it has not within a time that is more than enough.
  static func wait(for process: pid_t, seconds: Double) -> End? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < deadline else {
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        return nil
      }
      usleep(20_000)
    }
    return status & 0x7F == 0 ? .exitCode(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }
}
