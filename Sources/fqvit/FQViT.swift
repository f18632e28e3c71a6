import ArgumentParser
import Foundation
import Tensors

/// The program: a workbench by default, and its twins without a screen.
@main
struct FQViT: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "fqvit",
    abstract: "Find out which layers of a Vision Transformer can be quantized how far, and what it costs.",
    usage: """
      fqvit [MODEL IMAGES] [--calibration IMAGES] [<options>]
      fqvit <subcommand> …
      """,
    discussion: """
      fqvit opens the workbench, the first time on the demo that comes with it. MODEL is a folder with config.json and \
      weights (safetensors or PyTorch's), as on timm's hub; IMAGES is a folder of images with labels.txt ("file label" on each line), with \
      one folder for each class, as ImageNet is downloaded, or without labels. 'fqvit help open' lists the options, such as --demo, --tour and --screenshot.

      Exit codes: 0 done, 1 failed, 2 wrong use.
      """,
    version: version,
    subcommands: [
      Open.self, Evaluate.self, Inspect.self, Export.self, AblationCommand.self, Replay.self, Bench.self,
      Cache.self, Info.self,
    ],
    defaultSubcommand: Open.self)

  /// Runs the command that the arguments name and exits with its code.
  static func main() {
    // A reader that goes away (a pipe to head) ends the program by its exit code, not by a signal in the midst of work.
    signal(SIGPIPE, SIG_IGN)
    // So does a limit on files (ulimit -f): the write fails, and what was begun is removed.
    signal(SIGXFSZ, SIG_IGN)
    // Swift's runtime takes Ctrl-\ for a crash, tells of it at length and goes on.
    let quit = signal(SIGQUIT, SIG_DFL)
    // Handlers are compared as the addresses that they are, since functions cannot be.
    if unsafeBitCast(quit, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(SIGQUIT, SIG_IGN) }
    LastWords.prepare()
    do {
      var command = try parseAsRoot(
        CommandLineArguments.joiningNegativeNumbers(Array(CommandLine.arguments.dropFirst())))
      guard MemoryHeadroom.bytes >= leastByteCount else {
        throw Failure.failed(
          "less than \(leastByteCount >> 20) MiB of memory are left; free some, or raise the limit (ulimit -v, or the container's)")
      }
      try command.run()
      end(0)
    } catch {
      end(report(error))
    }
  }

  /// What the smallest model and a few images take.
  private static let leastByteCount = 64 << 20

  /// Ends the program at once, whatever its workers do.
  ///
  /// `exit` would run the destructors of C libraries, oneDNN's and OpenSSL's among them, under the feet of threads that
  /// still compute. By now every file is closed and the terminal given back.
  static func end(_ code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }

  /// Prints an error, or the help that was asked for, and returns the exit code.
  private static func report(_ error: any Error) -> Int32 {
    do throws(Failure) {
      if let failure = error as? Failure { throw failure }
      guard exitCode(for: error).isSuccess else { throw UsageMessage.failure(of: error) }
      try StandardOutput.write(fullMessage(for: error))
      return 0
    } catch {
      if !error.message.isEmpty { StandardError.write("fqvit: \(error.line)\n") }
      return error.exitCode
    }
  }
}
