import Digests
import Foundation
import Tensors

/// A model folder opened: the network, its weights and how it wants its images.
package struct Model: Sendable {
  /// The folder's name, shown to the user.
  package let name: String
  package let graph: ModelGraph
  package let checkpoint: Checkpoint
  package let input: InputSpecification

  /// Opens a folder as downloaded from timm's hub: `config.json` and `model.safetensors`.
  ///
  /// Every tensor must be there, finite and of the right shape, and none may be left over.
  package init(folder: String) throws(ModelError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue else {
      throw .folderMissing(path: folder)
    }
    let url = URL(fileURLWithPath: folder)
    let configuration = try ModelConfiguration(path: url.appendingPathComponent("config.json").path)
    let weightsPath = url.appendingPathComponent("model.safetensors").path
    guard FileManager.default.fileExists(atPath: weightsPath) else { throw .fileMissing(path: weightsPath) }
    let file: SafetensorsFile
    do { file = try SafetensorsFile(path: weightsPath) } catch { throw .weights(error) }

    let network = try VisionTransformer(configuration: configuration, weights: file, weightsPath: weightsPath)
    checkpoint = try Checkpoint(file: file, path: weightsPath, shapes: network.tensorShapes)
    graph = network.graph
    input = configuration.input
    name = url.standardizedFileURL.lastPathComponent
  }
}

extension Checkpoint {
  /// Reads every tensor of `shapes` and holds the file against them.
  init(file: SafetensorsFile, path: String, shapes: [String: Shape]) throws(ModelError) {
    if let extra = file.names.first(where: { shapes[$0] == nil }) {
      throw .unexpectedTensor(path: path, tensor: extra)
    }
    var tensors: [String: Tensor] = [:]
    for (name, expected) in shapes.sorted(by: { $0.key < $1.key }) {
      guard let found = file.shape(of: name) else { throw .missingTensor(path: path, tensor: name) }
      guard found == expected else {
        throw .wrongShape(path: path, tensor: name, found: found, expected: expected)
      }
      let tensor: Tensor
      do { tensor = try file.tensor(name) } catch { throw .weights(error) }
      guard tensor.isFinite else { throw .notFinite(path: path, tensor: name) }
      tensors[name] = tensor
    }
    self.init(tensors: tensors, digest: file.withUnsafeBytes { Digest(of: $0) }.description)
  }
}
