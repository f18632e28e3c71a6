import ArgumentParser
import Evaluation
import Foundation
import Models

/// `fqvit inspect`: the rows of a model, with ranges, exponents and own errors.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print every row of a model and the scheme it has: with images also ranges, α and own errors.",
    discussion: """
      Calibrates as 'evaluate' does with the same options: on --calibration, or without it on some of IMAGES. Nothing is \
      evaluated, so --limit changes nothing here.
      """)

  @Argument(help: "The model's folder, or a file of its weights.", transform: path) var model: String
  @Argument(help: "A folder of images to calibrate on, unless --calibration names another.", transform: path)
  var images: String?
  @OptionGroup var network: ModelOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions
  @Flag(name: .long, help: "Print one JSON object.") var json = false

  func run() throws {
    let output = try Failure.reporting {
      let progress = ProgressLine()
      defer { progress.clear() }
      let model = try network.open(model)
      let chosen = try choice.resolve(for: model)
      let flag = CancellationFlag()
      let session = EvaluationSession(model: model, source: try source.source(images: images ?? ""))
      var calibration: Calibration?
      var calibrationImages: ImageSet?
      if images != nil || source.calibration != nil {
        calibrationImages = try session.calibrationImages(cancellation: flag) { progress.show("loading images", $0, $1) }
        calibration = try session.calibration(for: chosen.configuration, cancellation: flag) {
          progress.show("calibrating", $0, $1)
        }
      }
      progress.clear()
      session.showCacheRemarks()
      return InspectionOutput(
        session: session, chosen: chosen, calibration: calibration, images: calibrationImages)
    }
    if json { try StandardOutput.writeJSON(output) } else { try StandardOutput.write(output.text) }
  }
}
