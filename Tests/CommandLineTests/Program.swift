import Foundation
import TestSupport

/// The built `fqvit` executable, run as a person or a script runs it.
enum Program {
  /// Beside the test bundle, in debug and in release.
  static let path: String = {
    // The bundle's path is the first argument itself, or follows `--test-bundle-path` where a helper runs it.
    let arguments = CommandLine.arguments
    let bundle =
      arguments.firstIndex(of: "--test-bundle-path").map { arguments[$0 + 1] }
      ?? arguments.first { $0.contains(".xctest") } ?? arguments[0]
    var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("fqvit").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    fatalError("no fqvit beside \(bundle): build all targets first")
  }()

  struct Outcome: Sendable {
    let exitCode: Int32
    let output: String
    let errorOutput: String
    let isSignal: Bool

    var errorLines: [Substring] { errorOutput.split(separator: "\n", omittingEmptySubsequences: true) }

    /// The object that `--json` printed.
    func json() throws -> [String: Any] {
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
    }
  }

  /// Runs `fqvit` with `arguments` and waits for it.
  static func run(
    _ arguments: String..., in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(executable: path, arguments: arguments, in: folder, environment: environment)
  }

  /// Runs a line of shell in which `$fqvit` is the program and `$1`, `$2` … are `arguments`.
  static func shell(_ line: String, _ arguments: String..., in folder: String? = nil) throws -> Outcome {
    try run(
      executable: "/bin/sh", arguments: ["-c", line, "sh"] + arguments, in: folder, environment: ["fqvit": path])
  }

  static func run(
    executable: String, arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    // Nothing of the person who runs the tests may decide them, nor may they leave anything in that person's folders.
    let home = TemporaryFolder()
    var variables = ProcessInfo.processInfo.environment
    for name in ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "NO_COLOR", "COLORTERM"] {
      variables[name] = nil
    }
    variables["HOME"] = home.url.path
    variables["LC_ALL"] = "C.UTF-8"
    let (output, errorOutput) = (home.path("output"), home.path("errors"))
    let status = try spawn(
      (folder.map { ["/usr/bin/env", "--chdir", $0] } ?? []) + [executable] + arguments,
      environment: variables.merging(environment) { $1 }, output: output, errorOutput: errorOutput)
    let signal = status & 0x7F
    return Outcome(
      exitCode: signal == 0 ? status >> 8 & 0xFF : signal,
      output: String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self),
      errorOutput: String(decoding: try Data(contentsOf: URL(fileURLWithPath: errorOutput)), as: UTF8.self),
      isSignal: signal != 0)
  }

  /// Starts a program, waits for it and returns its wait status.
  ///
  /// Not Foundation's `Process`, which waits until every heir of a descriptor of its own has ended: tmux's server never does.
  private static func spawn(
    _ arguments: [String], environment: [String: String], output: String, errorOutput: String
  ) throws -> Int32 {
    // Initialized before and destroyed after its only uses, in this scope.
    let actions = UnsafeMutablePointer<posix_spawn_file_actions_t>.allocate(capacity: 1)
    posix_spawn_file_actions_init(actions)
    defer {
      posix_spawn_file_actions_destroy(actions)
      actions.deallocate()
    }
    posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(actions, 2, errorOutput, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // The threads of a test block nearly every signal, which a program would inherit: tmux's server then never ends.
    let attributes = UnsafeMutablePointer<posix_spawnattr_t>.allocate(capacity: 1)
    posix_spawnattr_init(attributes)
    defer {
      posix_spawnattr_destroy(attributes)
      attributes.deallocate()
    }
    var (noSignals, allSignals) = (sigset_t(), sigset_t())
    sigemptyset(&noSignals)
    sigfillset(&allSignals)
    posix_spawnattr_setsigmask(attributes, &noSignals)
    posix_spawnattr_setsigdefault(attributes, &allSignals)
    posix_spawnattr_setflags(attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let texts = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in texts + variables { free(text) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, arguments[0], actions, attributes, texts, variables)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status
  }
}
