import Tensors

/// Where the storages of a file of `torch.save` lie, and the reading of them.
enum PyTorchStorages: Sendable {
  /// Entries `data/KEY` in the archive's one folder.
  case archive(ZipArchive, folder: String, ByteOrder)
  /// Ranges of the file, by keys; always little-endian.
  case ranges(RegularFile, path: String, [String: Range<Int>])

  var file: RegularFile {
    switch self {
    case .archive(let archive, _, _): archive.file
    case .ranges(let file, _, _): file
    }
  }

  var byteOrder: ByteOrder {
    switch self {
    case .archive(_, _, let order): order
    case .ranges: .little
    }
  }

  /// Of all that the file stores, inflated.
  var totalByteCount: Int {
    switch self {
    // The archive's limits keep the sum small.
    case .archive(let archive, _, _): archive.entries.reduce(0) { $0 + $1.byteCount }
    case .ranges(let file, _, _): file.byteCount
    }
  }

  /// The storage's length, and what of the file holds it; nil where there is none of that key.
  func place(of key: String) -> (byteCount: Int, range: Range<Int>)? {
    switch self {
    case .archive(let archive, let folder, _):
      archive.entry("\(folder)data/\(key)").map { ($0.byteCount, $0.dataRange) }
    case .ranges(_, _, let ranges): ranges[key].map { ($0.count, $0) }
    }
  }

  /// All of a storage.
  ///
  /// - Parameter observe: sees the bytes as they lie in the file.
  func bytes(of key: String, observing observe: (UnsafeRawBufferPointer) -> Void) throws(TensorFileError) -> [UInt8] {
    switch self {
    case .archive(let archive, let folder, _):
      guard let entry = archive.entry("\(folder)data/\(key)") else {
        throw .pyTorch(file: archive.path, problem: .storage(key: key))
      }
      return try archive.bytes(of: entry, observing: observe)
    case .ranges(let file, let path, let ranges):
      guard let range = ranges[key] else { throw .pyTorch(file: path, problem: .storage(key: key)) }
      try MemoryForReading.check(range.count, of: key, in: path)
      do throws(RegularFile.Failure) {
        let bytes = try file.bytes(range)
        bytes.withUnsafeBytes { observe($0) }
        return bytes
      } catch {
        throw .file(path, error)
      }
    }
  }
}
