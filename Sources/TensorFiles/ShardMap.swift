import Texts

/// What an index of shards says: for each tensor the shard that holds it, a plain file name.
struct ShardMap {
  let shards: [String: String]

  init(_ json: [UInt8], path: String) throws(TensorFileError) {
    var scanner = JSONScanner(json, limits: .init(depth: 8, valueCount: 100_000))
    var shards: [String: String] = [:]
    do {
      guard try scanner.beginObject() else { throw TensorFileError.index(file: path, problem: .noMap) }
      var isFirst = true
      while let member = try scanner.nextMember(isFirst: isFirst) {
        isFirst = false
        if member != "weight_map" {
          _ = try scanner.value()
        } else if shards.isEmpty, try scanner.beginObject() {
          try Self.readMap(&scanner, into: &shards, path: path)
        } else {
          throw TensorFileError.index(file: path, problem: .noMap)
        }
      }
      try scanner.end()
    } catch let error as TensorFileError {
      throw error
    } catch let error as JSONError {
      throw .index(file: path, problem: .notJSON(error))
    } catch {
      preconditionFailure("the scanner throws its own errors: \(error)")
    }
    guard !shards.isEmpty else { throw .index(file: path, problem: .noMap) }
    self.shards = shards
  }

  /// The map's members, behind its opening brace.
  private static func readMap(_ scanner: inout JSONScanner, into shards: inout [String: String], path: String) throws {
    var isFirst = true
    while let tensor = try scanner.nextMember(isFirst: isFirst) {
      isFirst = false
      guard let shard = try scanner.value().string else {
        throw TensorFileError.index(file: path, problem: .noMap)
      }
      guard isFileName(shard) else { throw TensorFileError.index(file: path, problem: .notAFileName(shard)) }
      guard shards.count < ShardIndex.tensorCountLimit else {
        throw TensorFileError.tooManyTensors(file: path, limit: ShardIndex.tensorCountLimit)
      }
      guard shards.updateValue(shard, forKey: tensor) == nil else {
        throw TensorFileError.index(file: path, problem: .tensorTwice(tensor))
      }
    }
  }

  private static func isFileName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255
      && !name.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0 == "\0" }
  }
}
