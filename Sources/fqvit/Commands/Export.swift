import ArgumentParser
import Evaluation
import Foundation

/// `fqvit export`: evaluates a configuration and writes it to a file.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluate a configuration and write it, with its calibrated numbers, to a file.")

  @Argument(help: "The model's folder.") var model: String
  @Argument(help: "The folder of labelled images.") var images: String
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions
  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file")) var output: String

  func run() throws {
    let run = try EvaluationRun(model: model, images: images, options: choice, source: source)
    guard let calibration = run.calibration else {
      throw Failure.wrongUse("--configuration without a change would write the same file again; copy it instead")
    }
    try Failure.reporting {
      let export = try ConfigurationExport(
        model: run.session.model, configuration: run.configuration, calibration: calibration, report: run.report,
        evaluationDigest: run.images.digest)
      try export.write(to: output)
    }
    StandardError.write("wrote \(output)\n")
  }
}
