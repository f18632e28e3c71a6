import ArgumentParser
import Foundation

/// `fqvit evaluate`: one configuration's accuracy.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluate one configuration on labelled images and print its figures.")

  @Argument(help: "The model's folder, or a file of its weights.", transform: path) var model: String
  @Argument(help: "The folder of labelled images.", transform: path) var images: String
  @OptionGroup var network: ModelOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions
  @Flag(name: .long, help: "Print one JSON object.") var json = false

  func run() throws {
    let run = try EvaluationRun(model: model, network: network, images: images, options: choice, source: source)
    let output = try EvaluationOutput(run)
    if json { try StandardOutput.writeJSON(output) } else { try StandardOutput.write(output.text) }
  }
}
