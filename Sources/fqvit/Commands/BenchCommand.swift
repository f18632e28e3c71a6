import ArgumentParser

/// `fqvit bench`: how long things take on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure on this machine what a person waits for.")

  @Argument(help: "The model's folder.", transform: path) var model: String
  @Argument(help: "The folder of labelled images.", transform: path) var images: String
  @OptionGroup var source: SourceOptions
  @Flag(name: .long, help: "From a key to the frame that answers it, in every view, during an evaluation.")
  var screen = false
  @Flag(name: .long, help: "Print one JSON object.") var json = false

  func validate() throws {
    guard screen else { throw ValidationError("Choose what to measure: --screen") }
  }

  func run() throws {
    let benchmark = ScreenBenchmark(arguments: [model, images] + source.arguments)
    let output = try benchmark.run()
    if json { try StandardOutput.writeJSON(output) } else { try StandardOutput.write(output.text) }
  }
}
