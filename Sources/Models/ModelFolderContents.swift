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

  /// The one file of weights that is meant: safetensors first, then indexes of several files, then PyTorch's.
  func weights() throws(ModelError) -> WeightsLocation {
    if names.contains(Self.weightsName) { return .safetensors(path: file(Self.weightsName)) }
    for ending in [".safetensors.index.json", ".bin.index.json"] {
      if let name = try onlyName(with: [ending]) { return .shards(indexPath: file(name)) }
    }
    if let name = try onlyName(with: Self.pyTorchEndings) { return .pyTorch(path: file(name)) }
    guard let other = otherWeights() else { throw .fileMissing(path: file(Self.weightsName)) }
    throw .otherWeights(path: file(Self.weightsName), found: other.name, form: other.form)
  }

  /// How files of `torch.save` are called.
  private static let pyTorchEndings = [".bin", ".pth.tar", ".pth", ".pt", ".ckpt"]

  /// What training leaves beside the weights.
  private static let trainingNames: Set<String> = [
    "training_args.bin", "optimizer.bin", "optimizer.pt", "scheduler.bin", "scheduler.pt", "scaler.pt", "rng_state.pth",
  ]

  private func onlyName(with endings: [String]) throws(ModelError) -> String? {
    let found = names.filter { name in
      endings.contains { name.lowercased().hasSuffix($0) } && !Self.trainingNames.contains(name)
    }
    guard found.count < 2 else { throw .severalWeights(path: path, names: found) }
    return found.first
  }

  private func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

  /// Forms in which weights are published, the nearest first.
  private func otherWeights() -> (name: String, form: WeightsForm)? {
    let endings: [(String, WeightsForm)] = [
      (".safetensors", .safetensors), (".npz", .npz), (".h5", .other), (".msgpack", .other), (".onnx", .other),
      (".gguf", .other),
    ]
    for (ending, form) in endings {
      if let name = names.first(where: { $0.lowercased().hasSuffix(ending) }) { return (name, form) }
    }
    return nil
  }
}
