package import Graphs
package import Models
import Quantization

/// Calibrations on disk, found again by what they depend on: model, images, options, and what computed them.
package struct CalibrationStore: Sendable {
  private let cache: CacheFolder
  private let model: Model
  private let identity: ModelIdentity

  package init(cache: CacheFolder, model: Model, identity: ModelIdentity) {
    self.cache = cache
    self.model = model
    self.identity = identity
  }

  private func key(imageListDigest: String, options: CalibrationOptions) -> String {
    identity.key("calibration", imageListDigest, String(decoding: options.encoded, as: UTF8.self))
  }

  /// Nil where it was never calibrated, or where the file is not what was written: then that is put aside.
  package func load(imageListDigest: String, options: CalibrationOptions) -> Calibration? {
    cache.load(.calibration, key: key(imageListDigest: imageListDigest, options: options)) {
      (reader) throws(ByteReader.Failure) in
      let calibration = try Calibration(from: &reader)
      guard calibration.options == options, calibration.checkpointDigest == model.checkpoint.digest,
        calibration.imageListDigest == imageListDigest
      else { throw ByteReader.Failure(reason: "it is of other images, options or weights") }
      if let problem = calibration.problem(for: model.graph) { throw ByteReader.Failure(reason: problem) }
      return calibration
    }
  }

  package func save(_ calibration: Calibration) {
    // What would not be believed when it is read again is not kept.
    guard calibration.problem(for: model.graph) == nil else { return }
    let key = key(imageListDigest: calibration.imageListDigest, options: calibration.options)
    cache.save(.calibration, key: key) { calibration.write(to: &$0) }
  }
}
