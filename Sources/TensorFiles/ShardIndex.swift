package import Tensors
import Texts

/// The index of a model in several files (`model.safetensors.index.json`, `pytorch_model.bin.index.json`) with all of them
/// open, each holding exactly the tensors that the index says.
///
/// Format: the documentation of transformers, "Big models", "Sharded checkpoints".
package struct ShardIndex: TensorFile {
  package static let byteCountLimit = 32 << 20
  /// Each is an open file.
  package static let shardCountLimit = 256
  package static let tensorCountLimit = 100_000

  package let path: String
  package let names: [String]
  /// In the order of their names.
  package let shards: [any TensorFile]
  /// The index's own bytes.
  private let bytes: [UInt8]
  private let places: [String: Int]

  package init(path: String) throws(TensorFileError) {
    self.path = path
    do throws(RegularFile.Failure) {
      bytes = try RegularFile.bytes(of: path, limit: Self.byteCountLimit)
    } catch {
      throw .file(path, error)
    }
    guard !bytes.isEmpty else { throw .empty(file: path) }
    if let format = ForeignFormat(beginning: Array(bytes.prefix(64))) { throw .otherFormat(file: path, format) }
    let map = try ShardMap(bytes, path: path).shards
    let shardNames = Set(map.values).sorted()
    guard shardNames.count <= Self.shardCountLimit else {
      throw .index(file: path, problem: .tooManyShards(limit: Self.shardCountLimit))
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var shards: [any TensorFile] = []
    var places: [String: Int] = [:]
    for shardName in shardNames {
      let shard = try Self.open(shardName, in: folder, index: path)
      for name in shard.names {
        guard map[name] == shardName else {
          throw .index(file: path, problem: .unexpected(tensor: name, shard: shardName))
        }
        places[name] = shards.count
      }
      shards.append(shard)
    }
    for (name, shardName) in map.sorted(by: { $0.key < $1.key }) where places[name] == nil {
      throw .index(file: path, problem: .missing(tensor: name, shard: shardName))
    }
    self.shards = shards
    self.places = places
    names = places.keys.sorted()
  }

  private static func open(
    _ shard: String, in folder: String, index: String
  ) throws(TensorFileError) -> any TensorFile {
    if shard.hasSuffix(".safetensors") {
      do throws(SafetensorsError) { return try SafetensorsFile(path: folder + shard) } catch {
        throw .safetensors(error)
      }
    }
    guard [".bin", ".pt", ".pth"].contains(where: { shard.hasSuffix($0) }) else {
      throw .index(file: index, problem: .unknownKind(shard))
    }
    return try PyTorchFile(path: folder + shard).tensors()
  }

  package func shape(of name: String) -> Shape? { places[name].flatMap { shards[$0].shape(of: name) } }

  package func elementType(of name: String) -> ElementType? {
    places[name].flatMap { shards[$0].elementType(of: name) }
  }

  /// The index first, as it was when it was opened, then one shard after the other.
  package func readTensors(
    where isWanted: (String) -> Bool, observing observe: (UnsafeRawBufferPointer) -> Void,
    _ body: (String, Tensor) -> Void
  ) throws(TensorFileError) {
    bytes.withUnsafeBytes { observe($0) }
    for shard in shards { try shard.readTensors(where: isWanted, observing: observe, body) }
  }
}
