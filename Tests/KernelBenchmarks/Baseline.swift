import Foundation
import TestSupport

/// Recorded ratios by name of the instruction set that gave them; others say nothing of a machine.
struct Baseline: Codable {
  /// Changes up to here are the machine's.
  static let tolerance = 0.2
  private static let url = SharedData.packageRoot.appendingPathComponent("Tests/KernelBenchmarks/baseline.json")

  var ratios: [String: [String: Double]] = [:]

  /// Empty where nothing was recorded yet.
  static func load() throws -> Baseline {
    guard FileManager.default.fileExists(atPath: url.path) else { return Baseline() }
    return try JSONDecoder().decode(Baseline.self, from: Data(contentsOf: url))
  }

  func save() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(self) + Data("\n".utf8)).write(to: Self.url, options: .atomic)
  }
}
