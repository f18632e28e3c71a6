import ArgumentParser
import Foundation

/// The one line for a command line that cannot be understood.
enum UsageMessage {
  /// What is wrong with the arguments, and where to read how they are meant.
  static func failure(of error: any Error, arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> Failure {
    // A closure, because a key path through a metatype crashes the compiler of Swift 6.3.
    let commands = FQViT.configuration.subcommands.compactMap { $0.configuration.commandName }
    let command = commands.first { $0 == arguments.first }
    // Without a subcommand the arguments are the workbench's, and a misspelt one is taken for a model.
    if command == nil, let first = arguments.first, !first.hasPrefix("-"),
      !FileManager.default.fileExists(atPath: first)
    {
      return .wrongUse("'\(first)' is neither a command nor a model's folder or file; 'fqvit --help' lists the commands")
    }
    let help = "fqvit " + (command.map { $0 + " " } ?? "") + "--help"
    return .wrongUse("\(sentence(FQViT.message(for: error))); '\(help)' says more")
  }

  /// Without a full stop, so that the line can go on.
  private static func sentence(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}
