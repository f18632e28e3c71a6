import Foundation
import Models
import Tensors
import TestSupport

/// A tiny model's folder, to be spoiled by a test.
struct ModelFolder {
  private let temporary: TemporaryFolder
  var path: String { temporary.path("model") }
  var configurationPath: String { path + "/config.json" }
  var weightsPath: String { path + "/model.safetensors" }

  /// Made once: most tests spoil something else.
  static let soundTensors = TinyModel.tensors()

  init(
    tensors: [String: Tensor] = soundTensors, configuration: String = TinyModel.configuration
  ) throws {
    temporary = TemporaryFolder()
    _ = try TinyModel.write(
      to: temporary.url.appendingPathComponent("model"), tensors: tensors, configuration: configuration)
  }

  func open() throws -> Model { try Model(folder: path) }

  /// What opening says, with the folder's path as `MODEL`; nil where it opens.
  func complaint() -> String? {
    do throws(ModelError) {
      _ = try Model(folder: path)
      return nil
    } catch {
      return error.description.replacingOccurrences(of: path, with: "MODEL")
    }
  }
}
