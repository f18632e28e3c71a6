package import Texts

/// What can be wrong with a safetensors file that a user brings, or with what is asked of it.
package enum SafetensorsError: Error, Hashable, Sendable {
  case file(String, RegularFile.Failure)
  case empty(file: String)
  case otherFormat(file: String, ForeignFormat)
  /// Shorter than the eight bytes that give the header's length.
  case tooShort(file: String, byteCount: Int)
  case headerTooLong(file: String, headerByteCount: UInt64, limit: Int)
  case headerBeyondFile(file: String, headerByteCount: Int, fileByteCount: Int)

  case headerNotUTF8(file: String)
  case headerNotJSON(file: String, reason: JSONError)
  case headerNotAnObject(file: String)
  case metadataNotText(file: String)
  case tooManyTensors(file: String, limit: Int)
  case tensorTwice(file: String, tensor: String)
  case entryIncomplete(file: String, tensor: String)
  case unknownElementType(file: String, tensor: String, name: String)
  case shapeNotExtents(file: String, tensor: String)
  case shapeOverflow(file: String, tensor: String)

  case offsetsNotIntegers(file: String, tensor: String)
  case offsetsReversed(file: String, tensor: String, begin: Int, end: Int)
  case offsetsBeyondData(file: String, tensor: String, end: Int, dataByteCount: Int)
  case byteCountMismatch(file: String, tensor: String, expected: Int, found: Int)
  case overlap(file: String, tensor: String, other: String)
  /// Bytes that belong to no tensor.
  case unclaimedBytes(file: String, begin: Int, end: Int)

  case noSuchTensor(file: String, tensor: String)
  case notFloatingPoint(file: String, tensor: String, elementType: ElementType)
  case notIntegers(file: String, tensor: String, elementType: ElementType)
  case integerBeyond32Bits(file: String, tensor: String)
}

extension SafetensorsError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let file, let failure):
      "\(file.printable) \(failure.explanation)"
    case .otherFormat(let file, let format):
      "\(file.printable) \(format.explanation)"
    case .empty(let file):
      "\(file.printable) is empty; download it again"
    case .tooShort(let file, let byteCount):
      "\(file.printable) has only \(byteCount) bytes, too few for a safetensors file; download it again"
    case .headerTooLong(let file, let headerByteCount, let limit):
      "\(file.printable) announces a header of \(headerByteCount) bytes, above the limit of \(limit); is it a safetensors file?"
    case .headerBeyondFile(let file, let headerByteCount, let fileByteCount):
      "\(file.printable) announces a header of \(headerByteCount) bytes but has \(fileByteCount) in all; it is cut short or not a safetensors file: download it again"
    case .headerNotUTF8(let file):
      "the header of \(file.printable) is not UTF-8 text; is it a safetensors file?"
    case .headerNotJSON(let file, let reason):
      "the header of \(file.printable) is not JSON (\(reason)); is it a safetensors file?"
    case .headerNotAnObject(let file):
      "the header of \(file.printable) is not a JSON object; is it a safetensors file?"
    case .metadataNotText(let file):
      "\(file.printable): __metadata__ must map names to text; save the file again with text values"
    case .tooManyTensors(let file, let limit):
      "\(file.printable) has more than \(limit) tensors, which no model of this program has; is it the right file?"
    case .tensorTwice(let file, let tensor):
      "\(file.printable) names the tensor '\(tensor.printable)' twice; save the file again"
    case .entryIncomplete(let file, let tensor):
      "\(file.printable): the tensor '\(tensor.printable)' lacks dtype, shape or data_offsets; save the file again"
    case .unknownElementType(let file, let tensor, let name):
      "\(file.printable): the tensor '\(tensor.printable)' has the element type '\(name.printable)', which this program does not know; save it as F32"
    case .shapeNotExtents(let file, let tensor):
      "\(file.printable): the shape of '\(tensor.printable)' is not a list of non-negative integers; save the file again"
    case .shapeOverflow(let file, let tensor):
      "\(file.printable): the shape of '\(tensor.printable)' has more elements than memory can address; save the file again"
    case .offsetsNotIntegers(let file, let tensor):
      "\(file.printable): data_offsets of '\(tensor.printable)' are not two non-negative integers; save the file again"
    case .offsetsReversed(let file, let tensor, let begin, let end):
      "\(file.printable): the data of '\(tensor.printable)' begins at \(begin), after its end at \(end); save the file again"
    case .offsetsBeyondData(let file, let tensor, let end, let dataByteCount):
      "\(file.printable): the data of '\(tensor.printable)' ends at byte \(end) of \(dataByteCount); the file is cut short: download it again"
    case .byteCountMismatch(let file, let tensor, let expected, let found):
      "\(file.printable): '\(tensor.printable)' has \(found) bytes where its shape and element type need \(expected); save the file again"
    case .overlap(let file, let tensor, let other):
      "\(file.printable): '\(tensor.printable)' and '\(other.printable)' share bytes; save the file again"
    case .unclaimedBytes(let file, let begin, let end):
      "\(file.printable): bytes \(begin) to \(end) of the data belong to no tensor; save the file again"
    case .noSuchTensor(let file, let tensor):
      "\(file.printable) has no tensor '\(tensor.printable)'; is it the checkpoint of this architecture?"
    case .notFloatingPoint(let file, let tensor, let elementType):
      "\(file.printable): '\(tensor.printable)' holds \(elementType.rawValue), not floating-point numbers; save it as F32"
    case .notIntegers(let file, let tensor, let elementType):
      "\(file.printable): '\(tensor.printable)' holds \(elementType.rawValue), not integers; save it as I32"
    case .integerBeyond32Bits(let file, let tensor):
      "\(file.printable): '\(tensor.printable)' holds an integer that does not fit 32 bits; save it as I32"
    }
  }
}

extension ForeignFormat {
  /// What to say after the file's name.
  package var explanation: String {
    switch self {
    case .gitLFSPointer: GitLFSPointer.explanation
    case .pyTorch:
      "is a file of torch.save, not of safetensors; load it in Python and save it with safetensors.torch.save_file"
    case .webPage: "is a web page, not a safetensors file; download the file itself, signed in if the hub asks for it"
    case .hdf5: "is an HDF5 file of Keras, not a safetensors file; use the model's PyTorch form"
    }
  }
}
