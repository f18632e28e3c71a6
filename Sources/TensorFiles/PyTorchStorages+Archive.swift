import Tensors

extension PyTorchStorages {
  /// The zip form, since PyTorch 1.6: `NAME/data.pkl`, `NAME/data/KEY` and `NAME/byteorder`.
  static func archive(
    _ file: RegularFile, path: String, limits: PickleLimits
  ) throws(TensorFileError) -> (Pickle, PyTorchStorages) {
    let archive = try ZipArchive(file, path: path)
    let pickles = archive.entries.filter { entry in
      entry.name == "data.pkl" || entry.name.hasSuffix("/data.pkl") && entry.name.count { $0 == "/" } == 1
    }
    guard pickles.count == 1 else { throw .pyTorch(file: path, problem: .noPickle) }
    let folder = String(pickles[0].name.dropLast("data.pkl".count))
    guard archive.entry(folder + "constants.pkl") == nil else { throw .pyTorch(file: path, problem: .script) }
    var order = ByteOrder.little
    if let entry = archive.entry(folder + "byteorder") {
      let name = String(decoding: try archive.bytes(of: entry, limit: 64), as: UTF8.self)
      guard let known = ByteOrder(rawValue: name) else {
        throw .pyTorch(file: path, problem: .unknownByteOrder(name))
      }
      order = known
    }
    let pickle = try Pickle(
      try archive.bytes(of: pickles[0], limit: limits.byteCount), path: path, entry: pickles[0].name, limits: limits)
    return (pickle, .archive(archive, folder: folder, order))
  }
}
