import Foundation

/// What can be wrong with a safetensors file that a user brings, or with what is asked of it.
package enum SafetensorsError: Error, Hashable, Sendable {
  case missing(file: String)
  case notAFile(file: String)
  case cannotRead(file: String, errorNumber: Int32)
  case empty(file: String)
  /// Shorter than the eight bytes that give the header's length.
  case tooShort(file: String, byteCount: Int)
  case headerTooLong(file: String, headerByteCount: UInt64, limit: Int)
  case headerBeyondFile(file: String, headerByteCount: Int, fileByteCount: Int)

  case headerNotUTF8(file: String)
  case headerNotJSON(file: String)
  case headerNotAnObject(file: String)
  case metadataNotText(file: String)
  case entryIncomplete(file: String, tensor: String)
  case unknownElementType(file: String, tensor: String, name: String)
  case shapeNotExtents(file: String, tensor: String)
  case shapeOverflow(file: String, tensor: String)

  case offsetsNotIntegers(file: String, tensor: String)
  case offsetsReversed(file: String, tensor: String, begin: Int, end: Int)
  case offsetsBeyondData(file: String, tensor: String, end: Int, dataByteCount: Int)
  case byteCountMismatch(file: String, tensor: String, expected: Int, found: Int)
  case overlap(file: String, tensor: String, other: String)
  /// Bytes that belong to no tensor; a tensor named twice leaves one, since only one of its entries counts.
  case unclaimedBytes(file: String, begin: Int, end: Int)

  case noSuchTensor(file: String, tensor: String)
  case notFloatingPoint(file: String, tensor: String, elementType: ElementType)
  case notIntegers(file: String, tensor: String, elementType: ElementType)
  case integerBeyond32Bits(file: String, tensor: String)
}

extension SafetensorsError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let file):
      "\(file) does not exist; check the path"
    case .notAFile(let file):
      "\(file) is not a regular file; name the .safetensors file itself"
    case .cannotRead(let file, let errorNumber):
      "\(file) cannot be read: \(String(cString: strerror(errorNumber)))"
    case .empty(let file):
      "\(file) is empty; download it again"
    case .tooShort(let file, let byteCount):
      "\(file) has only \(byteCount) bytes, too few for a safetensors file; download it again"
    case .headerTooLong(let file, let headerByteCount, let limit):
      "\(file) announces a header of \(headerByteCount) bytes, above the limit of \(limit); is it a safetensors file?"
    case .headerBeyondFile(let file, let headerByteCount, let fileByteCount):
      "\(file) announces a header of \(headerByteCount) bytes but has \(fileByteCount) in all; it is cut short or not a safetensors file: download it again"
    case .headerNotUTF8(let file):
      "the header of \(file) is not UTF-8 text; is it a safetensors file?"
    case .headerNotJSON(let file):
      "the header of \(file) is not JSON; is it a safetensors file?"
    case .headerNotAnObject(let file):
      "the header of \(file) is not a JSON object; is it a safetensors file?"
    case .metadataNotText(let file):
      "\(file): __metadata__ must map names to text; save the file again with text values"
    case .entryIncomplete(let file, let tensor):
      "\(file): the tensor '\(tensor)' lacks dtype, shape or data_offsets; save the file again"
    case .unknownElementType(let file, let tensor, let name):
      "\(file): the tensor '\(tensor)' has the element type '\(name)', which this program does not know; save it as F32"
    case .shapeNotExtents(let file, let tensor):
      "\(file): the shape of '\(tensor)' is not a list of non-negative integers; save the file again"
    case .shapeOverflow(let file, let tensor):
      "\(file): the shape of '\(tensor)' has more elements than memory can address; save the file again"
    case .offsetsNotIntegers(let file, let tensor):
      "\(file): data_offsets of '\(tensor)' are not two non-negative integers; save the file again"
    case .offsetsReversed(let file, let tensor, let begin, let end):
      "\(file): the data of '\(tensor)' begins at \(begin), after its end at \(end); save the file again"
    case .offsetsBeyondData(let file, let tensor, let end, let dataByteCount):
      "\(file): the data of '\(tensor)' ends at byte \(end) of \(dataByteCount); the file is cut short: download it again"
    case .byteCountMismatch(let file, let tensor, let expected, let found):
      "\(file): '\(tensor)' has \(found) bytes where its shape and element type need \(expected); save the file again"
    case .overlap(let file, let tensor, let other):
      "\(file): '\(tensor)' and '\(other)' share bytes; save the file again"
    case .unclaimedBytes(let file, let begin, let end):
      "\(file): bytes \(begin) to \(end) of the data belong to no tensor, or a tensor is named twice; save the file again"
    case .noSuchTensor(let file, let tensor):
      "\(file) has no tensor '\(tensor)'; is it the checkpoint of this architecture?"
    case .notFloatingPoint(let file, let tensor, let elementType):
      "\(file): '\(tensor)' holds \(elementType.rawValue), not floating-point numbers; save it as F32"
    case .notIntegers(let file, let tensor, let elementType):
      "\(file): '\(tensor)' holds \(elementType.rawValue), not integers; save it as I32"
    case .integerBeyond32Bits(let file, let tensor):
      "\(file): '\(tensor)' holds an integer that does not fit 32 bits; save it as I32"
    }
  }
}
