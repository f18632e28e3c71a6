package import Texts

/// What can be wrong with an index of shards.
package enum ShardIndexProblem: Error, Hashable, Sendable {
  case notJSON(JSONError)
  /// There is no object `weight_map` of tensors' names and shards' names.
  case noMap
  case tensorTwice(String)
  /// A name that leads elsewhere than to a file of the same folder.
  case notAFileName(String)
  case unknownKind(String)
  case tooManyShards(limit: Int)
  case missing(tensor: String, shard: String)
  /// A shard has a tensor that the index does not name, or names in another shard.
  case unexpected(tensor: String, shard: String)
}

extension ShardIndexProblem: CustomStringConvertible {
  /// What to say after the index's name.
  package var description: String {
    switch self {
    case .notJSON(let reason): "is not JSON (\(reason)); is it the index of a model's shards?"
    case .noMap: "has no weight_map from tensors to files; is it the index of a model's shards?"
    case .tensorTwice(let tensor): "names the tensor '\(tensor.printable)' twice; save the file again"
    case .notAFileName(let shard):
      "names the shard '\(shard.printable)', which is no file of the same folder; download the index again"
    case .unknownKind(let shard):
      "names the shard '\(shard.printable)', which is neither .safetensors nor .bin; is it the index of a model's shards?"
    case .tooManyShards(let limit): "names more than \(limit) shards; is it the right file?"
    case .missing(let tensor, let shard):
      "has the tensor '\(tensor.printable)' in '\(shard.printable)', which lacks it; download both again"
    case .unexpected(let tensor, let shard):
      "does not have the tensor '\(tensor.printable)' in '\(shard.printable)', which holds it; download both again"
    }
  }
}
