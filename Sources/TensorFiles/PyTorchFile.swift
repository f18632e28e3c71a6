package import Tensors

/// A file of `torch.save` (`.pth`, `.pt`, `.bin`, `.ckpt`, `.pth.tar`), its pickle read and nothing of it run.
///
/// Storages are read when a tensor of theirs is asked for. Safe to share between threads.
/// Format: `torch/serialization.py`; a zip archive since PyTorch 1.6, before that pickles and storages one after another.
package struct PyTorchFile: Sendable {
  /// The largest models that are published have some thousands.
  package static let tensorCountLimit = 100_000
  /// How often tensors that share storages may together repeat the file's bytes: tied weights do so a few times.
  static let repetition = 4

  package let path: String
  let pickle: Pickle
  let storages: PyTorchStorages

  package init(path: String) throws(TensorFileError) {
    let file: RegularFile
    do throws(RegularFile.Failure) { file = try RegularFile(path: path) } catch { throw .file(path, error) }
    try self.init(file, path: path)
  }

  /// The file of `torch.save` in an open file; `path` is its name in messages.
  package init(_ file: RegularFile, path: String, limits: PickleLimits = PickleLimits()) throws(TensorFileError) {
    guard file.byteCount > 0 else { throw .empty(file: path) }
    let start: [UInt8]
    do throws(RegularFile.Failure) { start = try file.bytes(0..<min(64, file.byteCount)) } catch {
      throw .file(path, error)
    }
    self.path = path
    if start.starts(with: [0x50, 0x4B]) {
      (pickle, storages) = try PyTorchStorages.archive(file, path: path, limits: limits)
    } else if let format = ForeignFormat(beginning: start), format != .pyTorch {
      throw .otherFormat(file: path, format)
    } else if start[0] == PickleOpcode.protocolVersion.rawValue || start[0] == PickleOpcode.longText.rawValue {
      (pickle, storages) = try PyTorchStorages.legacy(file, path: path, limits: limits)
    } else {
      throw .pyTorch(file: path, problem: .notPyTorch)
    }
  }

  /// What was saved; usually a dictionary of tensors, or of such dictionaries and settings.
  package var root: PyTorchValue { PyTorchValue(pickle, pickle.root) }

  /// The tensors of the dictionary that `keys` lead to from the root, each held against its storage.
  ///
  /// Entries of the dictionary that are no tensors, or whose keys are no texts, are left out.
  package func tensors(under keys: [String] = []) throws(TensorFileError) -> PyTorchTensors {
    var value: PyTorchValue? = root
    for key in keys { value = value?[key] }
    guard let members = value?.members else { throw .noDictionary(file: path, keys: keys) }
    return try PyTorchTensors(members.compactMap { key, value in value.tensor.map { (key, $0) } }, of: self)
  }
}
