package import Tensors

/// The tensors of one dictionary in a file of `torch.save`, each of which lies within its storage.
package struct PyTorchTensors: TensorFile {
  package let names: [String]
  /// The names as the dictionary has them in order.
  package let orderedNames: [String]
  private let file: PyTorchFile
  private let tensors: [String: StoredTensor]

  private struct StoredTensor: Sendable {
    let key: String
    let elementType: ElementType
    let view: StridedView
  }

  package var path: String { file.path }

  /// Holds each tensor against its storage and all of them against the file.
  init(_ members: [(key: String, tensor: PickledTensor)], of file: PyTorchFile) throws(TensorFileError) {
    guard members.count <= PyTorchFile.tensorCountLimit else {
      throw .tooManyTensors(file: file.path, limit: PyTorchFile.tensorCountLimit)
    }
    var tensors: [String: StoredTensor] = [:]
    var byteCount = 0
    let limit = file.storages.totalByteCount.multipliedReportingOverflow(by: PyTorchFile.repetition)
    for (name, pickled) in members {
      let tensor: StoredTensor
      do throws(StoredTensorProblem) { tensor = try Self.tensor(pickled, in: file.storages) } catch {
        throw .tensor(file: file.path, tensor: name, problem: error)
      }
      tensors[name] = tensor
      // A view has at most as many elements as its storage, which is in the file, and there are not that many views.
      byteCount += tensor.view.shape.elementCount * tensor.elementType.byteCount
      guard limit.overflow || byteCount <= limit.partialValue else {
        throw .tensorsBeyondFile(file: file.path, byteCount: byteCount, limit: limit.partialValue)
      }
    }
    self.file = file
    self.tensors = tensors
    orderedNames = members.map(\.key)
    names = orderedNames.sorted()
  }

  private static func tensor(
    _ tensor: PickledTensor, in storages: PyTorchStorages
  ) throws(StoredTensorProblem) -> StoredTensor {
    let storage = tensor.storage
    guard let place = storages.place(of: storage.key) else { throw .storageMissing(key: storage.key) }
    guard let expected = storage.byteCount else { throw .shapeOverflow }
    guard place.byteCount == expected else {
      throw .storageByteCount(key: storage.key, expected: expected, found: place.byteCount)
    }
    let view = try StridedView(
      extents: tensor.extents, strides: tensor.strides, offset: tensor.offset,
      storageElementCount: storage.elementCount)
    return StoredTensor(key: storage.key, elementType: storage.elementType, view: view)
  }

  package func shape(of name: String) -> Shape? { tensors[name]?.view.shape }

  package func elementType(of name: String) -> ElementType? { tensors[name]?.elementType }

  /// The tensor as 32-bit floats, from F16, BF16, F32 or F64; anything else throws.
  package func tensor(_ name: String) throws(TensorFileError) -> Tensor {
    try elements(name).tensor(name, in: path)
  }

  /// The tensor as 32-bit integers, from any integer type; a value that does not fit throws.
  package func integers(_ name: String) throws(TensorFileError) -> [Int32] {
    try elements(name).integers(name, in: path)
  }

  /// One storage is held at a time, beside the tensor that is made of it.
  package func readTensors(
    where isWanted: (String) -> Bool, observing observe: (UnsafeRawBufferPointer) -> Void,
    _ body: (String, Tensor) -> Void
  ) throws(TensorFileError) {
    let storages = file.storages
    var namesByKey: [String: [String]] = [:]
    for name in orderedNames where isWanted(name) {
      if let tensor = tensors[name] { namesByKey[tensor.key, default: []].append(name) }
    }
    let places = namesByKey.keys.compactMap { key in storages.place(of: key).map { (key: key, range: $0.range) } }
    var sweep = FileSweep(storages.file, path: path)
    for (key, range) in places.sorted(by: { ($0.range.lowerBound, $0.key) < ($1.range.lowerBound, $1.key) }) {
      try sweep.pass(to: range.lowerBound, observing: observe)
      let bytes = try storages.bytes(of: key, observing: observe)
      sweep.skip(to: range.upperBound)
      for name in namesByKey[key] ?? [] {
        guard let tensor = tensors[name] else { continue }
        body(name, try elements(tensor, in: bytes).tensor(name, in: path))
      }
    }
    try sweep.finish(observing: observe)
  }

  private func elements(_ name: String) throws(TensorFileError) -> StoredElements {
    guard let tensor = tensors[name] else { throw .noSuchTensor(file: path, tensor: name) }
    return elements(tensor, in: try file.storages.bytes(of: tensor.key) { _ in })
  }

  private func elements(_ tensor: StoredTensor, in storage: [UInt8]) -> StoredElements {
    StoredElements(tensor.view, of: tensor.elementType, in: storage, file.storages.byteOrder)
  }
}
