import ArgumentParser
import Foundation

/// The program: a workbench by default, and its twins without a screen.
@main
struct FQViT: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "fqvit",
    abstract: "Find out which layers of a Vision Transformer can be quantized how far, and what it costs.",
    discussion: """
      fqvit MODEL IMAGES opens the workbench. MODEL is a folder with config.json and model.safetensors, as on timm's \
      hub; IMAGES is a folder with labels.txt ("file label" a line) or with one folder a class.

      Exit codes: 0 done, 1 failed, 2 wrong use.
      """,
    version: version,
    subcommands: [Open.self, Evaluate.self, Inspect.self, Export.self, AblationCommand.self, Info.self],
    defaultSubcommand: Open.self)

  /// Runs the command that the arguments name and exits with its code.
  static func main() {
    // A reader that goes away (a pipe to head) is an error to report, not a signal to die of.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Foundation.exit(report(error))
    }
  }

  /// Prints an error, or the help that was asked for, and returns the exit code.
  private static func report(_ error: any Error) -> Int32 {
    if let failure = error as? Failure {
      StandardError.write("fqvit: \(failure.message)\n")
      return failure.exitCode
    }
    let text = fullMessage(for: error)
    let isHelp = exitCode(for: error).isSuccess
    if isHelp { print(text) } else { StandardError.write(text + "\n") }
    return isHelp ? 0 : 2
  }
}
