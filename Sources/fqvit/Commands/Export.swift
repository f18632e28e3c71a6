import ArgumentParser
import Evaluation
import Foundation
import Tensors

/// `fqvit export`: evaluates a configuration and writes it to a file.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Evaluate a configuration and write it, with its calibrated numbers, to a file.")

  @Argument(help: "The model's folder.", transform: path) var model: String
  @Argument(help: "The folder of labelled images.", transform: path) var images: String
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"), transform: path)
  var output: String

  func run() throws {
    if choice.configuration != nil, !choice.changesConfiguration {
      throw Failure.wrongUse("--configuration without a change would write the same file again; copy it instead")
    }
    // Before minutes of work, not after.
    try Failure.reporting { try AtomicFile.check(output) }
    let run = try EvaluationRun(model: model, images: images, options: choice, source: source)
    guard let calibration = run.calibration else { preconditionFailure("a changed configuration is calibrated") }
    try Failure.reporting {
      let export = try ConfigurationExport(
        model: run.session.model, configuration: run.configuration, calibration: calibration, report: run.report,
        evaluationDigest: run.images.digest)
      try export.write(to: output)
    }
    StandardError.write("wrote \(output)\n")
  }
}
