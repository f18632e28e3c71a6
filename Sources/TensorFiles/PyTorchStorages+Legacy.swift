import Tensors

extension PyTorchStorages {
  /// What `torch.save` put first before PyTorch 1.6.
  private static let magic = PickleObject.wideInteger(0x1950_A86A_20F9_469C_FC6C)
  private static let version = PickleValue.integer(1001)

  /// The form of before PyTorch 1.6: pickles of a magic number, a version, the machine, what was saved and the storages'
  /// keys; then for each key the count of elements (64 bits) and the elements.
  static func legacy(
    _ file: RegularFile, path: String, limits: PickleLimits
  ) throws(TensorFileError) -> (Pickle, PyTorchStorages) {
    var position = 0
    func next(_ entry: String) throws(TensorFileError) -> Pickle {
      var input = PickleInput(file, at: position, limits: limits, path: path, entry: entry)
      let pickle = try Pickle(from: &input, limits: limits)
      position = input.position
      return pickle
    }
    let first = try next("the pickle at its beginning")
    guard first.object(first.root) == magic else { throw .pyTorch(file: path, problem: .notPyTorch) }
    guard try next("the pickle of its version").root == version else {
      throw .pyTorch(file: path, problem: .unknownVersion)
    }
    _ = try next("the pickle of its machine")
    let pickle = try next("its pickle")
    let list = try next("the pickle of its storages' keys")
    guard let keys = list.elements(of: list.root) else { throw .pyTorch(file: path, problem: .storageList) }
    let ranges = try ranges(of: keys, in: file, at: position, path: path, storages: pickle.storages)
    return (pickle, .ranges(file, path: path, ranges))
  }

  private static func ranges(
    of keys: [PickleValue], in file: RegularFile, at begin: Int, path: String, storages: [String: PickledStorage]
  ) throws(TensorFileError) -> [String: Range<Int>] {
    var ranges: [String: Range<Int>] = [:]
    var position = begin
    for key in keys {
      guard case .string(let key) = key else { throw .pyTorch(file: path, problem: .storageList) }
      let damaged = TensorFileError.pyTorch(file: path, problem: .storage(key: key))
      // How long an element is stands only in the pickle, so a key that it does not refer to cannot be passed over.
      guard let storage = storages[key], let byteCount = storage.byteCount, file.byteCount - position >= 8 else {
        throw damaged
      }
      let head: [UInt8]
      do throws(RegularFile.Failure) { head = try file.bytes(position..<position + 8) } catch {
        throw .file(path, error)
      }
      var reader = LittleEndianReader(head)
      position += 8
      guard reader.number(8) == storage.elementCount, byteCount <= file.byteCount - position else { throw damaged }
      guard ranges.updateValue(position..<position + byteCount, forKey: key) == nil else { throw damaged }
      position += byteCount
    }
    guard position == file.byteCount else {
      throw .pyTorch(file: path, problem: .bytesAfterStorages(begin: position))
    }
    return ranges
  }
}

extension Pickle {
  /// The storages that the pickle refers to, by key.
  fileprivate var storages: [String: PickledStorage] {
    var storages: [String: PickledStorage] = [:]
    for case .storage(let storage) in objects { storages[storage.key] = storage }
    return storages
  }
}
