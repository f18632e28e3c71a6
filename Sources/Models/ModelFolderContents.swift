import Foundation
import Tensors

/// The files of a model folder; where one is missing, says what stands there in its place and how to go on.
struct ModelFolderContents {
  static let configurationName = "config.json"
  static let weightsName = "model.safetensors"

  let path: String
  /// Sorted.
  private let names: [String]

  init(path: String) throws(ModelError) {
    self.path = path
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw [ENOENT, ENOTDIR].contains(errno)
        ? .folderMissing(path: path) : .folderUnreadable(path: path, errorNumber: errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .notAFolder(path: path) }
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      // Foundation wraps the system's reason, which for a folder that is there is one of permission.
      throw .folderUnreadable(path: path, errorNumber: EACCES)
    }
  }

  func configurationPath() throws(ModelError) -> String {
    guard names.contains(Self.configurationName) else {
      if names.contains("snapshots") { throw .downloadCache(path: path) }
      throw .fileMissing(path: file(Self.configurationName))
    }
    return file(Self.configurationName)
  }

  func weightsPath() throws(ModelError) -> String {
    guard names.contains(Self.weightsName) else {
      guard let other = otherWeights() else { throw .fileMissing(path: file(Self.weightsName)) }
      throw .otherWeights(path: file(Self.weightsName), found: other.name, form: other.form)
    }
    return file(Self.weightsName)
  }

  private func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

  /// Forms in which weights are published, the nearest first.
  private func otherWeights() -> (name: String, form: WeightsForm)? {
    let endings: [(String, WeightsForm)] = [
      (".safetensors.index.json", .shards), (".safetensors", .safetensors), (".bin.index.json", .pyTorch),
      (".bin", .pyTorch), (".pth.tar", .pyTorch), (".pth", .pyTorch), (".pt", .pyTorch), (".ckpt", .pyTorch),
      (".npz", .npz), (".h5", .other), (".msgpack", .other), (".onnx", .other), (".gguf", .other),
    ]
    for (ending, form) in endings {
      if let name = names.first(where: { $0.lowercased().hasSuffix(ending) }) { return (name, form) }
    }
    return nil
  }
}

/// How a model's weights are stored where they are not one safetensors file.
package enum WeightsForm: Sendable, Hashable {
  /// A safetensors file of another name.
  case safetensors
  /// Several safetensors files and their index.
  case shards
  /// What `torch.save` writes.
  case pyTorch
  /// NumPy's, in which Google published the first Vision Transformers.
  case npz
  case other
}
