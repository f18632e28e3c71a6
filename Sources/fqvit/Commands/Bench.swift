import ArgumentParser
import Graphs
import Evaluation
import Foundation
import Models

/// `fqvit bench`: how fast this machine evaluates a model.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure images per second, what the time goes to, the time from a toggle to its figures, and memory.")

  @Argument(help: "The model's folder, or a file of its weights.", transform: path) var model: String
  @Argument(help: "The folder of labelled images.", transform: path) var images: String
  @OptionGroup var network: ModelOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions
  @Flag(name: .long, help: "Measure the workbench instead: from a key to the frame that answers it, in every view.")
  var screen = false
  @Flag(name: .long, help: "Print one JSON object.") var json = false

  func validate() throws {
    if screen, choice.configuration != nil || choice.changesConfiguration {
      throw ValidationError("--screen makes configurations of its own; leave the options that choose one out")
    }
  }

  func run() throws {
    if screen {
      let output = try ScreenBenchmark(arguments: [model, images] + network.arguments + source.arguments).run()
      if json { try StandardOutput.writeJSON(output) } else { try StandardOutput.write(output.text) }
      return
    }
    let result = try Failure.reporting { try measure() }
    if json { try StandardOutput.writeJSON(result) } else { try StandardOutput.write(text(result)) }
  }

  /// What was measured, and of what.
  private struct Output: Encodable {
    private enum CodingKeys: String, CodingKey { case configuration, calibratedOnEvaluationImages }

    let result: Benchmark.Result
    let configuration: ConfigurationStatement
    let calibratedOnEvaluationImages: Bool

    func encode(to encoder: any Encoder) throws {
      try result.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(configuration, forKey: .configuration)
      try container.encode(calibratedOnEvaluationImages, forKey: .calibratedOnEvaluationImages)
    }
  }

  private func measure() throws -> Output {
    let progress = ProgressLine()
    defer { progress.clear() }
    let model = try network.open(model)
    let configuration = try choice.resolve(for: model).configuration
    var evaluationSource = try source.source(images: images)
    // What an earlier session left would be answered at once, and nothing measured.
    evaluationSource.cacheFolder = nil
    let session = EvaluationSession(model: model, source: evaluationSource)
    let result = try Benchmark(session: session, configuration: configuration).run { progress.show($0) }
    return Output(
      result: result, configuration: ConfigurationStatement(configuration, graph: model.graph),
      calibratedOnEvaluationImages: session.calibratesOnEvaluationImages)
  }

  private func text(_ output: Output) -> String {
    let result = output.result
    func rate(_ value: Double) -> String { Figures.fixed(value, value < 10 ? 2 : 0) }
    let ratio = result.integerImagesPerSecond / result.floatImagesPerSecond
    var lines = [
      "\(result.images) images, \(result.threads) threads, \(result.instructionSet)",
      output.configuration.line,
      "float      \(rate(result.floatImagesPerSecond)) images/s",
      "simulated  \(rate(result.simulatedImagesPerSecond)) images/s",
      "integer    \(rate(result.integerImagesPerSecond)) images/s, \(rate(ratio)) × float; "
        + "\(result.integerSites) sites in integers, \(result.simulatedSites) simulated",
      "bound      \(rate(result.productBoundImagesPerSecond)) images/s by the 8-bit products alone",
      "calibration of \(result.calibrationImages) images\(output.calibratedOnEvaluationImages ? " of IMAGES" : ""): "
        + "\(rate(result.calibrationSeconds)) s",
      "peak memory \(rate(result.peakMemoryMiB)) MiB",
      "", "microseconds an image and thread in integers:",
    ]
    for (kind, time) in result.integerMicroseconds.sorted(by: { $0.value > $1.value }) {
      lines.append("  \(kind.padding(toLength: 24, withPad: " ", startingAt: 0)) \(rate(time))")
    }
    lines += ["", "milliseconds from a toggle to the first figure, and to the last:"]
    for toggle in result.toggles {
      lines.append(
        "  block \(toggle.block): \(rate(toggle.firstFigureMilliseconds)), \(rate(toggle.finalFigureMilliseconds))")
    }
    return lines.joined(separator: "\n")
  }
}
