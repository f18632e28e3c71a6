import Digests
import Foundation
import Models
import Quantization
import Tensors

/// Calibrations on disk, found again by what they depend on: checkpoint, images, options, and this format's version.
package struct CalibrationStore: Sendable {
  /// Raised whenever a calibration of the same inputs would come out different.
  private static let formatVersion = 7

  package let folder: String

  package init(folder: String) { self.folder = folder }

  private func path(checkpointDigest: String, imageListDigest: String, options: CalibrationOptions) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(options), let text = String(data: data, encoding: .utf8) else { return nil }
    let key = Digest(of: "\(Self.formatVersion) \(checkpointDigest) \(imageListDigest) \(text)")
    return folder + "/" + key.description + ".json"
  }

  /// Nil where it was never calibrated, or where the file is damaged: then it is calibrated again.
  package func load(checkpointDigest: String, imageListDigest: String, options: CalibrationOptions) -> Calibration? {
    guard
      let path = path(
        checkpointDigest: checkpointDigest, imageListDigest: imageListDigest, options: options),
      let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
      let calibration = try? JSONDecoder().decode(Calibration.self, from: data),
      calibration.options == options, calibration.checkpointDigest == checkpointDigest,
      calibration.imageListDigest == imageListDigest
    else { return nil }
    return calibration
  }

  /// Keeps a calibration; a cache that cannot be written only costs time, so failure is silent by design.
  package func save(_ calibration: Calibration) {
    guard
      let path = path(
        checkpointDigest: calibration.checkpointDigest, imageListDigest: calibration.imageListDigest,
        options: calibration.options),
      let data = try? JSONEncoder().encode(calibration)
    else { return }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? AtomicFile.write(Array(data), to: path)
  }
}
