import ArgumentParser
import Evaluation
import Foundation
import Models

/// Where images come from and how many cores work; the same for every command that evaluates.
struct SourceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Images to calibrate on; without it \(EvaluationSource.borrowedCalibrationCount) of IMAGES, spread over the classes.",
      valueName: "images"),
    transform: path)
  var calibration: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "default, or reference: as the method's authors' program, for published figures.", valueName: "mode"))
  var calibrationMode: CalibrationOptions.Mode = .default

  @Option(
    name: .long,
    help: ArgumentHelp("A file that orders the calibration images, one name on each line.", valueName: "file"),
    transform: path)
  var calibrationOrder: String?

  @Option(name: .long, help: ArgumentHelp("Evaluate so many images, spread evenly over the classes.", valueName: "n"))
  var limit: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keep so many images, spread evenly over the classes, from every run; they confirm what was chosen.",
      valueName: "n"))
  var heldOut: Int?

  @Option(name: .long, help: ArgumentHelp("Worker threads. (default: one for each core)", valueName: "n"))
  var threads: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("integer, or simulated: quantize–dequantize in float throughout.", valueName: "arithmetic"))
  var arithmetic: PlanCompiler.Arithmetic = .integer

  @Option(
    name: .long,
    help: ArgumentHelp(
      "MiB of codes kept between evaluations. (default: a quarter of the machine's, 864 at most)", valueName: "mib"))
  var memory: Int?

  @Flag(name: .long, help: "Use nothing that earlier runs left on disk, and leave nothing there.")
  var noCache = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); choose at least 1") }
    if let heldOut, heldOut < 1 { throw ValidationError("--held-out is \(heldOut); choose at least 1") }
    try Self.check(threads: threads)
    if let memory, !(0...1 << 20).contains(memory) {
      throw ValidationError("--memory is \(memory); choose 0 to 1048576 MiB")
    }
    if calibrationOrder != nil && calibration == nil {
      throw ValidationError("--calibration-order orders the images of --calibration; give that too")
    }
  }

  /// More threads than any machine has cores only cost memory, so a slip of the finger is refused.
  static let threadCounts = 1...1024

  static func check(threads: Int?) throws {
    if let threads, !threadCounts.contains(threads) {
      throw ValidationError("--threads is \(threads); choose 1 to 1024")
    }
  }

  /// The same options as they are written on a command line.
  var arguments: [String] {
    var result: [String] = []
    if let calibration { result += ["--calibration", calibration] }
    if let calibrationOrder { result += ["--calibration-order", calibrationOrder] }
    if calibrationMode != .default { result += ["--calibration-mode", calibrationMode.rawValue] }
    if let limit { result += ["--limit", "\(limit)"] }
    if let heldOut { result += ["--held-out", "\(heldOut)"] }
    if let threads { result += ["--threads", "\(threads)"] }
    if arithmetic != .integer { result += ["--arithmetic", arithmetic.rawValue] }
    if let memory { result += ["--memory", "\(memory)"] }
    return noCache ? result + ["--no-cache"] : result
  }

  func source(images: String) throws(Failure) -> EvaluationSource {
    let cache = noCache ? nil : try UserCache.folder()
    return EvaluationSource(
      imagesPath: images, calibrationPath: calibration, calibrationOrderPath: calibrationOrder, mode: calibrationMode,
      limit: limit, heldOutCount: heldOut, threadCount: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      cacheFolder: cache?.path, cacheByteLimit: cache?.byteLimit ?? 0, arithmetic: arithmetic,
      prefixByteBudget: memory.map { $0 << 20 } ?? PrefixStore.defaultByteBudget)
  }
}

extension CalibrationOptions.Mode: ExpressibleByArgument {}
extension PlanCompiler.Arithmetic: ExpressibleByArgument {}
