package import TensorFiles
import Tensors
import Texts

/// Where a model's weights are, by the form in which they are stored.
package enum WeightsLocation: Sendable, Hashable {
  case safetensors(path: String)
  case shards(indexPath: String)
  case pyTorch(path: String)
  case numPy(path: String)

  package var path: String {
    switch self {
    case .safetensors(let path), .shards(let path), .pyTorch(let path), .numPy(let path): path
    }
  }

  /// How files of `torch.save` are called.
  static let pyTorchEndings = [".pth.tar", ".bin", ".pth", ".pt", ".ckpt"]
  static let indexEndings = [".safetensors.index.json", ".bin.index.json"]
  /// Of all files that hold weights in a form that is read, the longest first.
  static let endings = indexEndings + [".safetensors"] + pyTorchEndings + [".npz"]

  /// A file's name without the ending that tells its form.
  static func title(of fileName: String) -> String {
    let ending = endings.first { fileName.lowercased().hasSuffix($0) } ?? ""
    return ending.count < fileName.count ? String(fileName.dropLast(ending.count)) : fileName
  }

  /// The form that a file's name tells; nil where it tells none that is read.
  init?(named path: String) {
    let name = path.lowercased()
    if Self.indexEndings.contains(where: name.hasSuffix) {
      self = .shards(indexPath: path)
    } else if name.hasSuffix(".safetensors") {
      self = .safetensors(path: path)
    } else if name.hasSuffix(".npz") {
      self = .numPy(path: path)
    } else if Self.pyTorchEndings.contains(where: name.hasSuffix) {
      self = .pyTorch(path: path)
    } else {
      return nil
    }
  }

  /// The form of a file, by its name or, where that tells nothing, by how the file begins.
  init(file path: String) throws(ModelError) {
    if let form = WeightsLocation(named: path) {
      self = form
      return
    }
    let start: [UInt8]
    do throws(RegularFile.Failure) {
      let file = try RegularFile(path: path)
      start = try file.bytes(0..<min(64, file.byteCount))
    } catch {
      throw .file(path: path, error)
    }
    if GitLFSPointer.matches(start) { throw .gitLFSPointer(path: path) }
    if start.starts(with: [0x50, 0x4B]) {
      // Only NumPy's archives hold files that end in .npy.
      if let archive = try? NumPyArchive(path: path), !archive.names.isEmpty {
        self = .numPy(path: path)
      } else {
        self = .pyTorch(path: path)
      }
    } else if start.first == 0x80 {
      self = .pyTorch(path: path)
    } else if start.count > 8, start[8] == UInt8(ascii: "{"), start[4..<8].allSatisfy({ $0 == 0 }) {
      self = .safetensors(path: path)
    } else {
      throw .notWeights(path: path)
    }
  }

  /// The tensors, with their table checked and none of them read.
  package func open() throws(ModelError) -> any TensorFile {
    switch self {
    case .safetensors(let path):
      do throws(SafetensorsError) { return try SafetensorsFile(path: path) } catch { throw .weights(error) }
    case .shards(let path):
      do throws(TensorFileError) { return try ShardIndex(path: path) } catch { throw ModelError(error) }
    case .numPy(let path):
      do throws(TensorFileError) { return try NumPyArchive(path: path) } catch { throw ModelError(error) }
    case .pyTorch(let path):
      let file: PyTorchFile
      do throws(TensorFileError) { file = try PyTorchFile(path: path) } catch { throw ModelError(error) }
      return try Self.network(in: file)
    }
  }

  /// The tensors of the network that was saved: by themselves, or under a key beside what training keeps.
  private static func network(in file: PyTorchFile) throws(ModelError) -> PyTorchTensors {
    let members = file.root.members ?? []
    var keys: [String] = []
    if !members.contains(where: \.value.isTensor) {
      let tables = members.filter { $0.value.members?.contains { $0.value.isTensor } ?? false }
      // Averages over training are networks too, and which of them is meant nobody here knows.
      let networks = tables.filter { $0.value.members?.contains { $0.key.hasSuffix(CheckpointFile.landmark) } ?? false }
      let candidates = networks.isEmpty ? tables : networks
      guard candidates.count < 2 else { throw .severalNetworks(path: file.path, prefixes: candidates.map(\.key)) }
      keys = candidates.map(\.key)
    }
    do throws(TensorFileError) {
      let tensors = try file.tensors(under: keys)
      guard !tensors.names.isEmpty else { throw TensorFileError.noTensors(file: file.path) }
      return tensors
    } catch {
      throw ModelError(error)
    }
  }
}
