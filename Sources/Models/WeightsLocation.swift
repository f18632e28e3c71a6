import TensorFiles
import Tensors

/// Where a model folder's weights are, by the form in which they are stored.
enum WeightsLocation {
  case safetensors(path: String)
  case shards(indexPath: String)
  case pyTorch(path: String)

  var path: String {
    switch self {
    case .safetensors(let path), .shards(let path), .pyTorch(let path): path
    }
  }

  /// The tensors, with their table checked and none of them read.
  func open() throws(ModelError) -> any TensorFile {
    switch self {
    case .safetensors(let path):
      do throws(SafetensorsError) { return try SafetensorsFile(path: path) } catch { throw .weights(error) }
    case .shards(let path):
      do throws(TensorFileError) { return try ShardIndex(path: path) } catch { throw ModelError(error) }
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
