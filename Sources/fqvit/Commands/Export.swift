import ArgumentParser
import Evaluation
import Foundation
import Models
import Texts

/// `fqvit export`: evaluates a configuration and writes it to a file.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Evaluate a configuration and write it, with its calibrated numbers, to a file.")

  @Argument(help: "The model's folder, or a file of its weights.", transform: path) var model: String
  @Argument(help: "The folder of labelled images.", transform: path) var images: String
  @OptionGroup var network: ModelOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"), transform: path)
  var output: String
  @Flag(name: .long, help: "Replace the file where it is there already.") var force = false
  @Flag(name: .long, help: "Print what was written as one JSON object.") var json = false

  private struct Output: Encodable {
    let path: String
    /// Of the file's content, as it stands in the file.
    let digest: String
    let schemaVersion: Int
    let evaluation: EvaluationOutput
  }

  func run() throws {
    // Before minutes of work, not after.
    try OutputFile.check(output, force: force, option: "--output")
    let run = try EvaluationRun(model: model, network: network, images: images, options: choice, source: source) { chosen in
      if chosen.export != nil {
        throw Failure.wrongUse("--configuration without a change would write the same file again; copy it instead")
      }
    }
    let export = try Failure.reporting {
      let export = try run.session.export(of: run.configuration, origin: run.origin)
      try export.write(to: output)
      return export
    }
    StandardError.write("wrote \(output.printable)\n")
    let evaluation = try EvaluationOutput(run)
    for notice in evaluation.notices { StandardError.write("\(notice)\n") }
    guard json else { return }
    try StandardOutput.writeJSON(
      Output(
        path: URL(fileURLWithPath: output).path, digest: export.digest, schemaVersion: export.schemaVersion,
        evaluation: evaluation))
  }
}
