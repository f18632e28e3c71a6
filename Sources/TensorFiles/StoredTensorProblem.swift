package import Tensors
import Texts

/// What can be wrong with one tensor of a file.
package enum StoredTensorProblem: Error, Hashable, Sendable {
  case notFloatingPoint(ElementType)
  case notIntegers(ElementType)
  case integerBeyond32Bits
  /// A negative extent, stride or offset, or as many strides as there are no extents.
  case notAView
  case shapeOverflow
  case moreElementsThanStored(count: Int, stored: Int)
  case beyondStorage(last: Int, stored: Int)
  case storageMissing(key: String)
  case storageByteCount(key: String, expected: Int, found: Int)
}

extension StoredTensorProblem: CustomStringConvertible {
  /// What to say after the file's and the tensor's name.
  package var description: String {
    switch self {
    case .notFloatingPoint(let elementType):
      "holds \(elementType.rawValue), not floating-point numbers; save it as F32"
    case .notIntegers(let elementType): "holds \(elementType.rawValue), not integers; save it as I32"
    case .integerBeyond32Bits: "holds an integer that does not fit 32 bits; save it as I32"
    case .notAView: "has extents, strides or an offset that no tensor has; save the file again"
    case .shapeOverflow: "has more elements than memory can address; save the file again"
    case .moreElementsThanStored(let count, let stored):
      "has \(count) elements where its storage has \(stored); save it with .contiguous()"
    case .beyondStorage(let last, let stored):
      "reaches to element \(last) of a storage of \(stored); the file is damaged: download it again"
    case .storageMissing(let key):
      "has its elements in the storage '\(key.printable(limit: 80))', which the file lacks; download it again"
    case .storageByteCount(let key, let expected, let found):
      "needs \(expected) bytes of the storage '\(key.printable(limit: 80))', which has \(found); the file is damaged: download it again"
    }
  }
}
