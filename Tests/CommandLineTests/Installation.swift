import Foundation
import TestSupport

/// A copy of the program in a folder of its own, with or without a demo beside it.
struct Installation {
  let executable: String

  /// - Parameters:
  ///   - program: where the copy lies in the workplace.
  ///   - demo: where the workplace's model and images are put, as a demo is laid out; nil puts none.
  init(in place: Workplace, program: String, demo: String?) throws {
    let files = FileManager.default
    executable = place.path(program)
    try files.createDirectory(
      at: URL(fileURLWithPath: executable).deletingLastPathComponent(), withIntermediateDirectories: true)
    // By another process: one that this one starts meanwhile would hold a file that it writes, which then cannot be run.
    _ = try Program.run(executable: "/bin/cp", arguments: [Program.path, executable])
    guard let demo else { return }
    try files.createDirectory(atPath: place.path(demo), withIntermediateDirectories: true)
    for (from, to) in [
      ("model/config.json", "config.json"), ("model/model.safetensors", "model.safetensors"), ("images", "validation"),
      ("calibration", "calibration"),
    ] {
      try files.copyItem(atPath: place.path(from), toPath: place.path(demo) + "/" + to)
    }
  }

  func run(_ arguments: String..., in folder: String = "/", environment: [String: String] = [:]) throws
    -> Program.Outcome
  {
    try Program.run(executable: executable, arguments: arguments, in: folder, environment: environment)
  }
}
