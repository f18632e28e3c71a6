import Foundation
import Tensors

/// The names in a model's folder, and what of it is which.
struct ModelFolderContents: Sendable {
  static let configurationName = "config.json"

  let path: String
  /// Sorted.
  let names: [String]

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

  func contains(_ name: String) -> Bool { names.contains(name) }

  func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

  /// The path of a file of that name; nil where there is none.
  func path(of name: String) -> String? { contains(name) ? file(name) : nil }

  /// The folder's own path in full, or that of one `count` levels above it; links stay as they are.
  func absolutePath(up count: Int) -> String {
    var url = URL(fileURLWithPath: path).standardizedFileURL
    for _ in 0..<count { url.deleteLastPathComponent() }
    return url.path
  }

  var lastName: String { URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent }

  // MARK: - Weights

  static let weightsName = "model.safetensors"
  private static let pyTorchName = "pytorch_model.bin"

  /// What training and other tools leave beside the weights under endings that weights have.
  private static let otherNames: Set<String> = [
    "training_args.bin", "optimizer.bin", "optimizer.pt", "scheduler.bin", "scheduler.pt", "scaler.pt", "rng_state.pth",
    "openvino_model.bin", "adapter_model.safetensors", "adapter_model.bin",
  ]

  /// The files that hold weights, by what their names say.
  var weightsNames: [String] {
    names.filter { name in
      WeightsLocation(named: name) != nil && !Self.otherNames.contains(name) && !name.hasPrefix(".")
        && !(name.hasPrefix("rng_state_") && name.hasSuffix(".pth"))
    }
  }

  /// The one file of weights that is meant: `model.safetensors` first, then indexes of several files, then PyTorch's, then
  /// NumPy's, then a safetensors file of another name; nil where there is none.
  func weights() throws(ModelError) -> WeightsLocation? {
    let found = weightsNames
    if found.contains(Self.weightsName) { return .safetensors(path: file(Self.weightsName)) }
    let kinds =
      WeightsLocation.indexEndings.map { [$0] } + [WeightsLocation.pyTorchEndings, [".npz"], [".safetensors"]]
    for endings in kinds {
      let some = found.filter { name in endings.contains { name.lowercased().hasSuffix($0) } }
      if some.contains(Self.pyTorchName) { return .pyTorch(path: file(Self.pyTorchName)) }
      guard some.count < 2 else {
        throw some.allSatisfy(Self.isShard)
          ? .shardsWithoutIndex(path: path, names: some) : .severalWeights(path: path, names: some)
      }
      if let name = some.first, let location = WeightsLocation(named: file(name)) { return location }
    }
    return nil
  }

  /// Whether `config.json` is that of the weights in `name`: the folder's own, or under the usual name.
  func isConfiguration(for name: String) -> Bool {
    if [Self.weightsName, Self.pyTorchName].contains(name) { return true }
    // Where several may be meant, it says nothing of any of them.
    guard let own = try? weights() else { return false }
    return own.path == file(name)
  }

  /// Whether a name is that of one of several files: `model-00001-of-00002.safetensors`.
  private static func isShard(_ name: String) -> Bool {
    name.firstMatch(of: /-[0-9]{5}-of-[0-9]{5}\./) != nil
  }
}
