import ArgumentParser
import Evaluation
import Foundation
import Models

/// `fqvit inspect`: the sites of a model, with ranges, exponents and own errors.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print every site of a model: with images also ranges, α and own errors.")

  @Argument(help: "The model's folder.", transform: path) var model: String
  @Argument(help: "A folder of labelled images to calibrate on.", transform: path) var images: String?
  @OptionGroup var choice: ConfigurationOptions
  @Option(name: .long, help: ArgumentHelp("Worker threads. (default: one a core)", valueName: "n")) var threads: Int?
  @Flag(name: .long, help: "Use nothing that earlier runs left on disk, and leave nothing there.") var noCache = false
  @Flag(name: .long, help: "Print one JSON object.") var json = false

  func validate() throws { try SourceOptions.check(threads: threads) }

  func run() throws {
    let output = try Failure.reporting {
      let progress = ProgressLine()
      defer { progress.clear() }
      let model = try Model(folder: model)
      let configuration = try choice.resolve(for: model).configuration
      let flag = CancellationFlag()
      let cache = noCache ? nil : try UserCache.folder()
      let session = EvaluationSession(
        model: model,
        source: EvaluationSource(
          imagesPath: images ?? "", calibrationPath: images,
          threadCount: threads ?? ProcessInfo.processInfo.activeProcessorCount,
          cacheFolder: cache?.path, cacheByteLimit: cache?.byteLimit ?? 0))
      var calibration: Calibration?
      var calibrationImages: ImageSet?
      if images != nil {
        calibrationImages = try session.calibrationImages(cancellation: flag) { progress.show("loading images", $0, $1) }
        calibration = try session.calibration(for: configuration, cancellation: flag) {
          progress.show("calibrating", $0, $1)
        }
      }
      progress.clear()
      session.showCacheRemarks()
      return InspectionOutput(
        model: model, configuration: configuration, calibration: calibration, images: calibrationImages,
        weightErrors: session.weightErrors())
    }
    if json { try StandardOutput.writeJSON(output) } else { try StandardOutput.write(output.text) }
  }
}
